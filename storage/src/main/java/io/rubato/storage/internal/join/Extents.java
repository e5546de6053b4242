package io.rubato.storage.internal.join;

import io.rubato.storage.internal.head.Head;
import io.rubato.storage.internal.view.BlockHandle;
import io.rubato.storage.internal.view.Place;
import io.rubato.storage.scan.Arrivals;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Collects with what the spans of a unit came in.
final class Extents {
    private final Map<Object, Integer> extents = new HashMap<>();
    private boolean inHeads;

    static Arrivals of(Collection<BlockHandle> blocks) {
        Extents all = new Extents();
        blocks.forEach(all::add);
        return all.arrivals();
    }

    /// @param places of one trace
    void add(List<Place> places) {
        for (Place place : places) {
            switch (place) {
                case Place.InBlock block -> add(block.block());
                case Place.InHead inHead -> add(inHead);
            }
        }
    }

    private void add(BlockHandle block) {
        extents.putAll(block.source().arrivals().extents());
    }

    private void add(Place.InHead place) {
        Head head = place.head().generation().head();
        int extent = head.extent(place.trace(), place.head().published().rows());
        extents.merge(head.token(), extent, Math::max);
        inHeads = true;
    }

    Arrivals arrivals() {
        return new Arrivals(inHeads, extents);
    }
}
