package io.rubato.storage.internal.join;

import io.rubato.storage.DamagedException;
import io.rubato.storage.IngestLimits;
import io.rubato.storage.MemoryUse;
import io.rubato.storage.internal.columns.OtlpWriter;
import io.rubato.storage.internal.columns.StoredSource;
import io.rubato.storage.internal.head.Head;
import io.rubato.storage.internal.head.HeadSource;
import io.rubato.storage.internal.head.Rejections;
import io.rubato.storage.internal.view.Bounds;
import io.rubato.storage.internal.view.HeadView;
import io.rubato.storage.internal.view.LateTraces;
import io.rubato.storage.internal.view.PendingGroup;
import io.rubato.storage.internal.view.Place;
import io.rubato.storage.internal.view.StoreView;
import io.rubato.storage.model.TraceId;
import io.rubato.storage.scan.BatchStats;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/// Makes traces that lie in several places count once and whole, so that no result depends on when blocks were cut.
/// Safe for concurrent use.
public final class Joins {
    /// What a head takes of memory for a byte of spans, at most, roughly.
    private static final int HEAD_FACTOR = 4;

    private final JoinCache cache;
    private final BlockPlaces blockPlaces = new BlockPlaces();
    private @Nullable Arrangement last;

    public Joins(JoinCache cache) {
        this.cache = cache;
    }

    /// The sources of a view, each trace counting in exactly one. Reads no spans.
    public synchronized List<StoredSource> sources(StoreView view) {
        Arrangement arrangement = last;
        if (arrangement == null || arrangement.view().version() != view.version()) {
            LateSearch.run(view);
            arrangement = arrange(view);
            last = arrangement;
        }
        return arrangement.sources(cache);
    }

    private Arrangement arrange(StoreView view) {
        blockPlaces.of(view.blocks());
        Arrangement.Hidden hidden = new Arrangement.Hidden();
        Set<TraceId> inHeads = new HashSet<>();
        List<JoinUnit> ofHeads = new ArrayList<>();
        for (HeadView head : view.heads().reversed()) {
            for (LateTraces.Group group : head.generation().late().groups()) {
                JoinUnit unit = ofHead(view, head, group, inHeads, hidden);
                if (unit != null) {
                    ofHeads.add(unit);
                }
            }
        }
        List<JoinUnit> units = new ArrayList<>();
        for (PendingGroup group : view.blocks().pending().groups()) {
            JoinUnit unit = ofBlocks(view, group, inHeads);
            if (unit != null) {
                units.add(unit);
            }
        }
        units.addAll(ofHeads.reversed());
        return new Arrangement(view, units, hidden.traces());
    }

    /// The late traces of a head that no later head has.
    private @Nullable JoinUnit ofHead(
            StoreView view, HeadView head, LateTraces.Group group, Set<TraceId> seen, Arrangement.Hidden hidden) {
        List<TracePlaces> traces = new ArrayList<>();
        Bounds bounds = new Bounds();
        Extents extents = new Extents();
        for (int trace : group.traces()) {
            if (trace >= head.published().traces()) {
                break;
            }
            TraceId id = head.generation().head().traceId(trace);
            if (!seen.add(id)) {
                continue;
            }
            List<Place.InBlock> inBlocks = blockPlaces.find(id);
            List<Place.InHead> inHeads = Place.inHeads(view, id);
            if (inBlocks.size() + inHeads.size() == 1) {
                continue;
            }
            List<Place> places = new ArrayList<>(inBlocks);
            places.addAll(inHeads);
            places.forEach(hidden::add);
            traces.add(new TracePlaces(id, places));
            add(bounds, places);
            extents.add(places);
        }
        if (traces.isEmpty()) {
            return null;
        }
        Object key = group.isLongTrace() ? traces.getFirst().id() : group;
        return new JoinUnit(key, view.version(), () -> traces, bounds.stats(), extents.arrivals());
    }

    /// @param places of one trace
    static void add(Bounds bounds, List<Place> places) {
        List<Place.InBlock> inBlocks = new ArrayList<>();
        List<BatchStats> inHeads = new ArrayList<>();
        for (Place place : places) {
            switch (place) {
                case Place.InBlock block -> inBlocks.add(block);
                case Place.InHead head -> {
                    HeadSource source = head.head().source(null);
                    inHeads.add(source.stats(source.batchOf(head.trace())));
                    bounds.addSpans(head.spanCount());
                }
            }
        }
        if (inBlocks.isEmpty()) {
            bounds.addTrace(inHeads.getFirst());
        } else {
            bounds.addTrace(inBlocks);
        }
        inHeads.forEach(bounds::addBatch);
    }

    private static @Nullable JoinUnit ofBlocks(StoreView view, PendingGroup group, Set<TraceId> inHeads) {
        int here = 0;
        for (int i = 0; i < group.size(); i++) {
            here += inHeads.contains(group.id(i)) ? 0 : 1;
        }
        if (here == 0) {
            return null;
        }
        Object key = group.isLongTrace() ? group.id(0) : group;
        boolean all = here == group.size();
        return new JoinUnit(
                key,
                view.version(),
                () -> places(group, all ? Set.of() : inHeads),
                group.bounds(),
                Extents.of(group.blocks()));
    }

    private static List<TracePlaces> places(PendingGroup group, Set<TraceId> without) {
        List<TracePlaces> traces = new ArrayList<>(group.size());
        for (int i = 0; i < group.size(); i++) {
            TraceId id = group.id(i);
            if (!without.contains(id)) {
                traces.add(new TracePlaces(id, List.copyOf(group.places(i))));
            }
        }
        return traces;
    }

    /// Looks up which traces of heads have spans elsewhere, so that the next reader need not, and lets go of what an
    /// earlier view had: heads that are blocks by now, among others.
    public synchronized void search(StoreView view) {
        if (last != null && last.view().version() != view.version()) {
            last = null;
        }
        LateSearch.run(view);
    }

    /// Which traces of a view's oldest head have spans in blocks. The head takes no more spans.
    public synchronized IntPredicate lateIn(StoreView view, HeadView head) {
        LateSearch.run(view);
        Set<Integer> late = new HashSet<>();
        head.generation().late().groups().forEach(group -> late.addAll(group.traces()));
        return late::contains;
    }

    /// Memory of traces that are joined at the moment, bytes, of all stores that share it.
    public long joinedBytes() {
        return cache.bytes();
    }

    /// The spans of one trace, from wherever they are, or null when there are none. Places that are damaged are left
    /// out, unless there is no other.
    ///
    /// @param memory counts what reading takes; nothing of it once this has returned
    /// @param damage called with what cannot be read and may have spans of it
    public static byte @Nullable [] trace(
            StoreView view, TraceId id, MemoryUse memory, Consumer<DamagedException> damage) {
        List<Place> places = Place.of(view, id, damage);
        if (places.size() < 2) {
            return places.isEmpty() ? null : places.getFirst().spans(memory);
        }
        Counted counted = new Counted(memory);
        try {
            PieceReader.Pieces pieces = PieceReader.read(places, counted);
            Head joined = new Head(IngestLimits.NONE);
            for (Place place : places) {
                byte[] spans = pieces.spans().get(place);
                if (spans != null) {
                    counted.use(HEAD_FACTOR * (long) spans.length);
                    joined.append(spans, 0, spans.length, new Rejections());
                }
            }
            HeadSource source = new HeadSource("late trace", joined, joined.published(), null);
            int trace = source.findTrace(id);
            if (trace < 0 && pieces.failure() != null) {
                throw pieces.failure();
            }
            if (pieces.failure() != null) {
                damage.accept(pieces.failure());
            }
            return trace < 0 ? null : OtlpWriter.trace(source, trace, counted);
        } finally {
            counted.releaseAll();
        }
    }

    /// Remembers what was counted.
    private static final class Counted implements MemoryUse {
        private final MemoryUse memory;
        private long bytes;

        Counted(MemoryUse memory) {
            this.memory = memory;
        }

        @Override
        public void use(long more) {
            memory.use(more);
            bytes += more;
        }

        @Override
        public void release(long less) {
            memory.release(less);
            bytes -= less;
        }

        void releaseAll() {
            release(bytes);
        }
    }
}
