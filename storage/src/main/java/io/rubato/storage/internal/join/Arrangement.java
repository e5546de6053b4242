package io.rubato.storage.internal.join;

import io.rubato.storage.internal.block.BlockSource;
import io.rubato.storage.internal.columns.StoredSource;
import io.rubato.storage.internal.view.BlockHandle;
import io.rubato.storage.internal.view.BlockView;
import io.rubato.storage.internal.view.HeadView;
import io.rubato.storage.internal.view.Place;
import io.rubato.storage.internal.view.StoreView;
import io.rubato.storage.scan.Bits;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The sources of a view: heads and blocks without the traces that lie in several of them, and those joined.
///
/// @param units the traces in several places, each in one unit
/// @param hidden by generation or block, the numbers of traces that do not count there, besides those that are hidden
///     in the view's blocks anyway
record Arrangement(StoreView view, List<JoinUnit> units, Map<Object, Bits> hidden) {
    /// Collects what is to be hidden, place by place.
    static final class Hidden {
        private final Map<Object, Bits> traces = new HashMap<>();

        void add(Place place) {
            traces.computeIfAbsent(
                            place.owner(),
                            owner -> new Bits(
                                    switch (place) {
                                        case Place.InBlock block ->
                                            (int) block.block().source().traceCount();
                                        case Place.InHead head ->
                                            head.head().published().traces();
                                    }))
                    .set(place.trace());
        }

        Map<Object, Bits> traces() {
            return traces;
        }
    }

    /// Newest first; heads, joined traces, blocks.
    List<StoredSource> sources(JoinCache cache) {
        List<StoredSource> sources = new ArrayList<>();
        for (HeadView head : view.heads().reversed()) {
            if (head.published().rows() > 0) {
                sources.add(head.source(hidden.get(head.generation())));
            }
        }
        for (JoinUnit unit : units.reversed()) {
            sources.add(new JoinedSource(unit, cache));
        }
        List<BlockView> blocks = view.blocks().blocks();
        List<BlockSource> ofBlocks = view.blocks().sources();
        for (int i = blocks.size() - 1; i >= 0; i--) {
            sources.add(source(blocks.get(i).handle(), ofBlocks.get(i)));
        }
        return sources;
    }

    private BlockSource source(BlockHandle block, BlockSource usual) {
        Bits more = hidden.get(block);
        if (more == null) {
            return usual;
        }
        Bits all = more.copy();
        Bits known = view.blocks().hidden().get(block);
        if (known != null) {
            all.or(known);
        }
        return usual.hiding(all, usual.hidesRows());
    }
}
