package io.rubato.storage.internal.store;

import io.rubato.storage.IngestLimits;
import io.rubato.storage.internal.columns.OtlpWriter;
import io.rubato.storage.internal.head.Head;
import io.rubato.storage.internal.head.Rejections;
import io.rubato.storage.internal.store.Places.Place;
import io.rubato.storage.internal.store.StoreView.HeadView;
import io.rubato.storage.model.TraceId;
import io.rubato.storage.scan.Bits;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Which traces of a view are hidden where, and the joined head that stands in for them. A later one may share
/// the joined head, which only grows.
///
/// @param hidden by head state or block, the numbers of its traces that do not count there
/// @param joined all spans of the hidden traces, or null when none is hidden
record Arrangement(
        StoreView view, Map<Object, Bits> hidden, @Nullable Head joined) {
    /// Reads every one of the late traces: as slow as they are many.
    static Arrangement of(StoreView view, Collection<TraceId> late) {
        return new Arrangement(view, Map.of(), null).join(view, late);
    }

    /// Whether a later view differs in nothing but what heads took in.
    boolean canGrowTo(StoreView later) {
        return view.blocks().equals(later.blocks())
                && later.heads().stream()
                        .allMatch(head -> rows(head) <= head.published().rows());
    }

    /// The arrangement of a later view. Call it once, for the joined head takes what is new.
    Arrangement growTo(StoreView later) {
        Set<TraceId> late = new TreeSet<>();
        for (HeadView head : later.heads()) {
            appendNewRows(head);
            int known = find(head).map(before -> before.published().traces()).orElse(0);
            head.state()
                    .fragments()
                    .late()
                    .filter(trace -> trace >= known && trace < head.published().traces())
                    .forEach(trace -> late.add(head.state().head().traceId(trace)));
        }
        return join(later, late);
    }

    private Optional<HeadView> find(HeadView head) {
        return view.heads().stream()
                .filter(known -> known.state() == head.state())
                .findFirst();
    }

    private int rows(HeadView head) {
        return find(head).map(known -> known.published().rows()).orElse(0);
    }

    private void appendNewRows(HeadView head) {
        Bits own = hidden.get(head.state());
        int known = rows(head);
        if (own == null || joined == null || known == head.published().rows()) {
            return;
        }
        for (int trace = own.next(0); trace >= 0; trace = own.next(trace + 1)) {
            if (head.state().head().hasRowsFrom(trace, known)) {
                append(joined, OtlpWriter.trace(Places.source(head), trace));
            }
        }
    }

    /// Hides more traces. The joined head drops the spans that it has already.
    private Arrangement join(StoreView later, Collection<TraceId> late) {
        Map<TraceId, List<Place>> places = new HashMap<>();
        FragmentReader reader = new FragmentReader();
        for (TraceId id : late) {
            List<Place> found = Places.of(later, id);
            if (found.size() > 1) {
                places.put(id, found);
                found.forEach(place -> reader.add(place.owner(), place.source().get(), place.trace()));
            }
        }
        if (places.isEmpty()) {
            return new Arrangement(later, hidden, joined);
        }
        Head head = joined == null ? new Head(IngestLimits.NONE) : joined;
        Map<Object, Bits> more = new HashMap<>(hidden);
        more.replaceAll((owner, traces) -> traces.copy());
        Map<TraceId, List<byte[]>> spans = reader.read();
        places.forEach((id, found) -> {
            List<byte[]> parts = spans.getOrDefault(id, List.of());
            if (parts.size() == found.size()) {
                found.forEach(place -> more.compute(place.owner(), (owner, traces) -> with(traces, place))
                        .set(place.trace()));
                parts.forEach(part -> append(head, part));
            }
        });
        return new Arrangement(later, more, head);
    }

    private static Bits with(@Nullable Bits traces, Place place) {
        if (traces != null && place.trace() < traces.size()) {
            return traces;
        }
        Bits larger = new Bits(place.traces());
        if (traces != null) {
            larger.or(traces);
        }
        return larger;
    }

    static void append(Head joined, byte[] spans) {
        joined.append(spans, 0, spans.length, new Rejections());
    }
}
