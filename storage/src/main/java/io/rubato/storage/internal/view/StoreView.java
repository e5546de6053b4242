package io.rubato.storage.internal.view;

import java.util.ArrayList;
import java.util.List;

/// What a store holds at one moment: replaced as a whole, so that a reader sees one state. Immutable.
///
/// @param version one more with each change
/// @param heads those on their way into blocks, then those that take spans, the oldest first
public record StoreView(long version, List<HeadView> heads, BlockSet blocks) {
    public StoreView {
        heads = List.copyOf(heads);
    }

    /// After spans were appended to heads, or heads were added.
    ///
    /// @param generations all that are not in blocks, the oldest first
    public StoreView withHeads(List<Generation> generations) {
        List<HeadView> next = new ArrayList<>(generations.size());
        for (Generation generation : generations) {
            next.add(HeadView.of(generation));
        }
        return new StoreView(version + 1, next, blocks);
    }

    /// After a head became a block, or none when nothing was in it.
    public StoreView flushed(Generation flushed, BlockSet next) {
        List<HeadView> left = new ArrayList<>(heads);
        left.removeIf(head -> head.generation() == flushed);
        return new StoreView(version + 1, left, next);
    }

    public StoreView withBlocks(BlockSet next) {
        return new StoreView(version + 1, heads, next);
    }
}
