package io.rubato.storage.internal.store;

import io.rubato.storage.DamagedException;
import io.rubato.storage.IngestLimits;
import io.rubato.storage.internal.columns.OtlpWriter;
import io.rubato.storage.internal.columns.StoredSource;
import io.rubato.storage.internal.head.Head;
import io.rubato.storage.internal.head.HeadSource;
import io.rubato.storage.internal.head.Rejections;
import io.rubato.storage.internal.store.StoreView.HeadView;
import io.rubato.storage.model.TraceId;
import io.rubato.storage.scan.Bits;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.function.IntPredicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Traces whose spans lie in more than one head or block, because some came late. In each of those places
/// such a trace is hidden; a joined head, made of all its fragments, stands in for them. So every trace
/// counts once and whole, and no result depends on when blocks were cut.
///
/// Carrying recent traces over makes such traces rare, and merging folds them together again. Safe for
/// concurrent use.
final class Fragments {
    private @Nullable Arrangement last;

    /// Which traces are hidden where, and the head that stands in for them, for one view.
    private record Arrangement(
            StoreView view,
            int headLates,
            Map<Object, Bits> hidden,
            @Nullable Head joined) {}

    /// The sources of a view, each trace counting in exactly one.
    synchronized List<StoredSource> sources(StoreView view) {
        track(view);
        Arrangement arrangement = arrange(view);
        List<StoredSource> sources = new ArrayList<>();
        addHead(sources, "head", view.live(), arrangement);
        for (int i = view.sealing().size() - 1; i >= 0; i--) {
            addHead(sources, "sealing head", view.sealing().get(i), arrangement);
        }
        if (arrangement.joined != null) {
            sources.add(new HeadSource("late traces", arrangement.joined, arrangement.joined.published(), null));
        }
        for (int i = view.blocks().size() - 1; i >= 0; i--) {
            BlockHandle block = view.blocks().get(i);
            sources.add(block.source().hiding(arrangement.hidden.get(block)));
        }
        return sources;
    }

    private static void addHead(List<StoredSource> sources, String name, HeadView view, Arrangement arrangement) {
        if (view.published().rows() > 0) {
            Bits hidden = arrangement.hidden.get(view.state());
            Bits carried = view.carried();
            if (hidden != null && carried != null) {
                hidden = hidden.copy();
                hidden.or(carried);
            }
            sources.add(new HeadSource(name, view.state().head(), view.published(), hidden == null ? carried : hidden));
        }
    }

    /// Looks up the heads' new traces in everything older.
    private void track(StoreView view) {
        List<HeadView> older = new ArrayList<>();
        for (HeadView head : view.heads()) {
            HeadFragments known = head.state().fragments();
            int from = known.checked();
            int to = head.published().traces();
            if (from < to) {
                Bits late = inOlder(view, older, newTraces(head, from, to));
                for (int i = late.next(0); i >= 0; i = late.next(i + 1)) {
                    known.addLate(from + i);
                }
                known.checked(to);
            }
            older.add(head);
        }
    }

    private static List<TraceId> newTraces(HeadView head, int from, int to) {
        List<TraceId> ids = new ArrayList<>(to - from);
        for (int trace = from; trace < to; trace++) {
            ids.add(head.state().head().traceId(trace));
        }
        return ids;
    }

    private static Bits inOlder(StoreView view, List<HeadView> older, List<TraceId> ids) {
        Bits found = new Bits(ids.size());
        for (HeadView head : older) {
            for (int i = 0; i < ids.size(); i++) {
                if (head.state().head().findTrace(ids.get(i), head.published()) >= 0) {
                    found.set(i);
                }
            }
        }
        view.blocks().forEach(block -> block.findTraces(ids, found));
        return found;
    }

    /// The traces that may be in several places of a view. Blocks and heads say so themselves, so the answer
    /// depends on the view alone, however old it is.
    synchronized Set<TraceId> late(StoreView view) {
        Set<TraceId> late = new HashSet<>();
        for (HeadView head : view.heads()) {
            head.state()
                    .fragments()
                    .late()
                    .forEach(trace -> late.add(head.state().head().traceId(trace)));
        }
        view.blocks().forEach(block -> late.addAll(block.late()));
        return late;
    }

    private static int headLates(StoreView view) {
        return view.heads().stream()
                .mapToInt(head -> head.state().fragments().lateCount())
                .sum();
    }

    private Arrangement arrange(StoreView view) {
        Arrangement known = last;
        int headLates = headLates(view);
        if (known != null && known.headLates == headLates) {
            if (isSame(known, view)) {
                return known;
            }
            if (isGrown(known, view)) {
                last = grow(known, view);
                return last;
            }
        }
        last = rebuild(view, headLates);
        return last;
    }

    private Arrangement rebuild(StoreView view, int headLates) {
        Map<TraceId, List<Place>> places = new HashMap<>();
        for (TraceId id : late(view)) {
            List<Place> found = places(view, id);
            if (found.size() > 1) {
                places.put(id, found);
            }
        }
        FragmentReader reader = new FragmentReader();
        places.values()
                .forEach(found -> found.forEach(place -> reader.add(place.owner, place.source.get(), place.trace)));
        Map<TraceId, List<byte[]>> spans = reader.read();
        Map<Object, Bits> hidden = new HashMap<>();
        Head joined = null;
        for (Map.Entry<TraceId, List<Place>> entry : places.entrySet()) {
            List<byte[]> parts = spans.getOrDefault(entry.getKey(), List.of());
            if (parts.size() == entry.getValue().size()) {
                joined = joined == null ? new Head(IngestLimits.NONE) : joined;
                for (Place place : entry.getValue()) {
                    hidden.computeIfAbsent(place.owner, owner -> new Bits(place.traces))
                            .set(place.trace);
                }
                for (byte[] part : parts) {
                    append(joined, part);
                }
            }
        }
        return new Arrangement(view, headLates, hidden, joined);
    }

    /// Whether nothing but the live head's rows is new, all of whose late traces are known.
    private static boolean isGrown(Arrangement known, StoreView view) {
        return known.joined != null
                && isSameButForRows(known, view)
                && known.view.live().published().rows()
                        <= view.live().published().rows();
    }

    /// The joined head takes what came to its traces since; it drops what it has already.
    private static Arrangement grow(Arrangement known, StoreView view) {
        HeadView live = view.live();
        Head joined = Objects.requireNonNull(known.joined);
        Bits hidden = known.hidden.get(live.state());
        int seen = known.view.live().published().rows();
        if (hidden == null) {
            return known;
        }
        for (int trace = hidden.next(0); trace >= 0; trace = hidden.next(trace + 1)) {
            if (live.state().head().hasRowsFrom(trace, seen)) {
                append(joined, OtlpWriter.trace(source("head", live), trace));
            }
        }
        return new Arrangement(view, known.headLates, known.hidden, joined);
    }

    private static boolean isSame(Arrangement known, StoreView view) {
        return isSameButForRows(known, view)
                && (known.view.live().published().rows()
                                == view.live().published().rows()
                        || !known.hidden.containsKey(view.live().state()));
    }

    private static boolean isSameButForRows(Arrangement known, StoreView view) {
        return known.view.blocks().equals(view.blocks())
                && known.view.sealing().equals(view.sealing())
                && known.view.live().state() == view.live().state();
    }

    private static void append(Head joined, byte[] spans) {
        joined.append(spans, 0, spans.length, new Rejections());
    }

    /// Where a trace has spans that count.
    private record Place(Object owner, Supplier<StoredSource> source, int traces, int trace) {
        byte[] spans() {
            return OtlpWriter.trace(source.get(), trace);
        }
    }

    private static List<Place> places(StoreView view, TraceId id) {
        List<Place> places = new ArrayList<>();
        for (BlockHandle block : view.blocks()) {
            int trace = block.findTrace(id);
            if (trace >= 0) {
                int traces = (int) block.entry().traces();
                places.add(new Place(block, block::source, traces, trace));
            }
        }
        for (HeadView head : view.heads()) {
            int trace = head.state().head().findTrace(id, head.published());
            if (trace >= 0 && !head.isCarried(trace)) {
                places.add(new Place(
                        head.state(),
                        () -> source("head", head),
                        head.published().traces(),
                        trace));
            }
        }
        return places;
    }

    private static HeadSource source(String name, HeadView view) {
        return new HeadSource(name, view.state().head(), view.published(), view.carried());
    }

    /// The spans of one trace, from wherever they are, or null when there are none.
    static byte @Nullable [] trace(StoreView view, TraceId id) {
        List<Place> places = places(view, id);
        if (places.isEmpty()) {
            return null;
        }
        if (places.size() == 1) {
            return places.get(0).spans();
        }
        Head joined = new Head(IngestLimits.NONE);
        RuntimeException failure = null;
        for (Place place : places) {
            try {
                append(joined, place.spans());
            } catch (DamagedException | UncheckedIOException broken) {
                failure = broken;
            }
        }
        HeadSource source = new HeadSource("late trace", joined, joined.published(), null);
        int trace = source.findTrace(id);
        if (trace < 0 && failure != null) {
            throw failure;
        }
        return OtlpWriter.trace(source, trace);
    }

    /// Which of a head's traces have spans in older heads or blocks. The head takes no more spans.
    synchronized IntPredicate lateIn(StoreView view, HeadState head) {
        track(view);
        return head.fragments()::isLate;
    }

    /// Which traces of blocks that are being merged have spans in heads or in other blocks.
    IntPredicate elsewhere(StoreView view, List<BlockHandle> merged, IntFunction<TraceId> ids) {
        Set<TraceId> late = late(view);
        return trace -> {
            TraceId id = ids.apply(trace);
            return late.contains(id)
                    && places(view, id).stream()
                            .anyMatch(place -> !(place.owner instanceof BlockHandle block) || !merged.contains(block));
        };
    }
}
