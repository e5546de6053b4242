package io.rubato.storage.internal.store;

import io.rubato.storage.DamagedException;
import io.rubato.storage.IngestLimits;
import io.rubato.storage.internal.block.BlockSource;
import io.rubato.storage.internal.columns.OtlpWriter;
import io.rubato.storage.internal.columns.StoredSource;
import io.rubato.storage.internal.head.Head;
import io.rubato.storage.internal.head.HeadSource;
import io.rubato.storage.internal.head.Rejections;
import io.rubato.storage.internal.store.StoreView.HeadView;
import io.rubato.storage.model.TraceId;
import io.rubato.storage.scan.Bits;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
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
    /// Spans that were accepted once are never refused again.
    private static final IngestLimits NO_LIMITS = new IngestLimits(
            Integer.MAX_VALUE,
            Integer.MAX_VALUE,
            Integer.MAX_VALUE,
            Integer.MAX_VALUE,
            IngestLimits.DEFAULT.maxColumns());

    private final Set<TraceId> late = new HashSet<>();
    private @Nullable Arrangement last;

    /// Which traces are hidden where, and the head that stands in for them, for one view.
    private record Arrangement(
            StoreView view,
            int late,
            Map<Object, Bits> hidden,
            @Nullable Head joined) {}

    /// Notes the traces that a block itself says are late.
    synchronized void add(BlockSource block) {
        for (int trace : block.lateTraces()) {
            late.add(block.traceId(trace));
        }
    }

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
            for (int trace = known.checked(); trace < head.published().traces(); trace++) {
                TraceId id = head.state().head().traceId(trace);
                if (isIn(older, id) || isInBlock(view, id)) {
                    known.addLate(trace);
                    late.add(id);
                }
            }
            known.checked(Math.max(known.checked(), head.published().traces()));
            older.add(head);
        }
    }

    private static boolean isIn(List<HeadView> heads, TraceId id) {
        return heads.stream().anyMatch(head -> head.state().head().findTrace(id, head.published()) >= 0);
    }

    private static boolean isInBlock(StoreView view, TraceId id) {
        for (BlockHandle block : view.blocks()) {
            if (block.findTrace(id) >= 0) {
                return true;
            }
        }
        return false;
    }

    private Arrangement arrange(StoreView view) {
        Arrangement known = last;
        if (known != null && known.late == late.size() && isSame(known, view)) {
            return known;
        }
        Map<Object, Bits> hidden = new HashMap<>();
        Head joined = null;
        for (TraceId id : late) {
            List<Place> places = places(view, id);
            if (places.size() > 1) {
                joined = joined == null ? new Head(NO_LIMITS) : joined;
                for (Place place : places) {
                    hidden.computeIfAbsent(place.owner, owner -> new Bits(place.traces))
                            .set(place.trace);
                    append(joined, place.spans());
                }
            }
        }
        last = new Arrangement(view, late.size(), hidden, joined);
        return last;
    }

    private static boolean isSame(Arrangement known, StoreView view) {
        return known.view.blocks().equals(view.blocks())
                && known.view.sealing().equals(view.sealing())
                && known.view.live().state() == view.live().state()
                && (known.view.live().published().rows()
                                == view.live().published().rows()
                        || !known.hidden.containsKey(view.live().state()));
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
        for (BlockHandle block : view.blocks()) {
            int trace = block.findTrace(id);
            if (trace >= 0) {
                int traces = (int) block.entry().traces();
                places.add(new Place(block, block::source, traces, trace));
            }
        }
        return places;
    }

    private static HeadSource source(String name, HeadView view) {
        return new HeadSource(name, view.state().head(), view.published(), view.carried());
    }

    /// The spans of one trace, from wherever they are, or null when there are none. Damaged places are reported and
    /// left out.
    ///
    /// @throws DamagedException when nothing of the trace can be read
    static byte @Nullable [] trace(StoreView view, TraceId id, DamageLog damage) {
        List<byte[]> parts = new ArrayList<>();
        DamagedException met = null;
        for (Place place : places(view, id)) {
            try {
                parts.add(place.spans());
            } catch (DamagedException damaged) {
                damage.add(damaged);
                met = damaged;
            }
        }
        if (parts.isEmpty() && met != null) {
            throw met;
        }
        return parts.isEmpty() ? null : parts.size() == 1 ? parts.get(0) : join(parts, id);
    }

    private static byte[] join(List<byte[]> parts, TraceId id) {
        Head joined = new Head(NO_LIMITS);
        parts.forEach(part -> append(joined, part));
        HeadSource source = new HeadSource("late trace", joined, joined.published(), null);
        return OtlpWriter.trace(source, source.findTrace(id));
    }

    /// Which of a head's traces have spans in older heads or blocks. The head takes no more spans.
    synchronized IntPredicate lateIn(StoreView view, HeadState head) {
        track(view);
        return head.fragments()::isLate;
    }

    /// Whether a trace has spans in heads, or in blocks other than `except`.
    synchronized boolean isElsewhere(StoreView view, List<BlockHandle> except, TraceId id) {
        return late.contains(id)
                && places(view, id).stream()
                        .anyMatch(place -> !(place.owner instanceof BlockHandle block) || !except.contains(block));
    }

    /// Drops what is in one place only by now. `current` must give the store's latest view.
    synchronized void prune(Supplier<StoreView> current) {
        StoreView view = current.get();
        if (late.removeIf(id -> places(view, id).size() < 2)) {
            last = null;
        }
    }

    /// How many traces are in several places, as far as is known.
    synchronized int count() {
        return late.size();
    }
}
