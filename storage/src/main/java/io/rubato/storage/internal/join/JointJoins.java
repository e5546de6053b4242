package io.rubato.storage.internal.join;

import io.rubato.storage.internal.columns.StoredSource;
import io.rubato.storage.internal.view.BlockSet;
import io.rubato.storage.internal.view.BlockView;
import io.rubato.storage.internal.view.Bounds;
import io.rubato.storage.internal.view.FilterGroup;
import io.rubato.storage.internal.view.HeadView;
import io.rubato.storage.internal.view.LateTraces;
import io.rubato.storage.internal.view.PendingGroup;
import io.rubato.storage.internal.view.PendingTraces;
import io.rubato.storage.internal.view.Place;
import io.rubato.storage.internal.view.StoreView;
import io.rubato.storage.internal.view.UnreadableBlock;
import io.rubato.storage.model.TraceId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// The same as [Joins] for several stores that are read as one: traces that lie in several of them count once, too.
/// Safe for concurrent use.
public final class JointJoins {
    private final JoinCache cache;
    private final CommonTraces common = new CommonTraces();
    private @Nullable Arrangement last;

    public JointJoins(JoinCache cache) {
        this.cache = cache;
    }

    /// What several stores hold, as if they were one.
    public static StoreView whole(List<StoreView> parts) {
        List<HeadView> heads = new ArrayList<>();
        List<BlockView> blocks = new ArrayList<>();
        List<FilterGroup> filters = new ArrayList<>();
        List<UnreadableBlock> unreadable = new ArrayList<>();
        long version = 0;
        for (StoreView part : parts) {
            heads.addAll(part.heads());
            blocks.addAll(part.blocks().blocks());
            filters.addAll(part.blocks().filters());
            unreadable.addAll(part.blocks().unreadable());
            version += part.version();
        }
        blocks.sort(Comparator.comparingLong(block -> block.entry().maxEndNanos()));
        return new StoreView(version, heads, new BlockSet(blocks, PendingTraces.NONE, filters, unreadable));
    }

    /// The sources of all stores, each trace counting in exactly one.
    ///
    /// @param parts the stores' views
    /// @param whole of [#whole]
    public synchronized List<StoredSource> sources(List<StoreView> parts, StoreView whole) {
        Arrangement arrangement = last;
        if (arrangement == null || arrangement.view().version() != whole.version()) {
            Set<TraceId> several = new TreeSet<>(common.find(parts));
            for (StoreView part : parts) {
                LateSearch.run(part);
                addLate(part, several);
            }
            arrangement = arrange(whole, several);
            last = arrangement;
        }
        return arrangement.sources(cache);
    }

    private static void addLate(StoreView view, Set<TraceId> ids) {
        for (HeadView head : view.heads()) {
            for (LateTraces.Group group : head.generation().late().groups()) {
                group.traces().forEach(trace -> ids.add(head.generation().head().traceId(trace)));
            }
        }
        for (PendingGroup group : view.blocks().pending().groups()) {
            for (int i = 0; i < group.size(); i++) {
                ids.add(group.id(i));
            }
        }
    }

    private static Arrangement arrange(StoreView whole, Set<TraceId> ids) {
        Arrangement.Hidden hidden = new Arrangement.Hidden();
        List<JoinUnit> units = new ArrayList<>();
        List<TracePlaces> group = new ArrayList<>();
        Bounds bounds = new Bounds();
        for (TracePlaces trace : inSeveralPlaces(whole, ids)) {
            trace.places().forEach(hidden::add);
            group.add(trace);
            Joins.add(bounds, trace.places());
            if (bounds.stats().spans() >= PendingTraces.GROUP_SPANS) {
                units.add(unit(whole, group, bounds));
                group = new ArrayList<>();
                bounds = new Bounds();
            }
        }
        if (!group.isEmpty()) {
            units.add(unit(whole, group, bounds));
        }
        return new Arrangement(whole, units, hidden.traces());
    }

    /// By start, so that a query of another time needs none of a unit; what is in heads only comes last.
    private static List<TracePlaces> inSeveralPlaces(StoreView whole, Set<TraceId> ids) {
        record Started(TracePlaces trace, long start) {}
        return ids.stream()
                .map(id -> new TracePlaces(id, Place.of(whole, id)))
                .filter(trace -> trace.places().size() > 1)
                .map(trace -> new Started(trace, start(trace)))
                .sorted(Comparator.comparingLong(Started::start))
                .map(Started::trace)
                .toList();
    }

    private static long start(TracePlaces trace) {
        long start = Long.MAX_VALUE;
        for (Place place : trace.places()) {
            if (place instanceof Place.InBlock block) {
                start = Math.min(start, block.start());
            }
        }
        return start;
    }

    private static JoinUnit unit(StoreView whole, List<TracePlaces> traces, Bounds bounds) {
        List<TraceId> key = traces.stream().map(TracePlaces::id).toList();
        Extents extents = new Extents();
        traces.forEach(trace -> extents.add(trace.places()));
        return new JoinUnit(key, whole.version(), () -> traces, bounds.stats(), extents.arrivals());
    }
}
