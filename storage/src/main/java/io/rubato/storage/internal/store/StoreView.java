package io.rubato.storage.internal.store;

import io.rubato.storage.internal.head.Head;
import io.rubato.storage.scan.Bits;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What the store holds at one moment: replaced whole, so that a reader sees one state. Immutable.
///
/// @param live the head that takes spans
/// @param sealing heads on their way into blocks, oldest first
/// @param blocks the live blocks, in the order they came
record StoreView(HeadView live, List<HeadView> sealing, List<BlockHandle> blocks) {
    StoreView {
        sealing = List.copyOf(sealing);
        blocks = List.copyOf(blocks);
    }

    /// A head as far as it is published.
    ///
    /// @param carried numbers of traces that were carried over to a later head and do not count here, or
    ///     null
    record HeadView(
            HeadState state,
            Head.Published published,
            @Nullable Bits carried) {
        boolean isCarried(int trace) {
            return carried != null && trace < carried.size() && carried.get(trace);
        }

        static HeadView of(HeadState state) {
            return new HeadView(state, state.head().published(), null);
        }
    }

    /// All heads, oldest first.
    List<HeadView> heads() {
        List<HeadView> heads = new ArrayList<>(sealing);
        heads.add(live);
        return heads;
    }

    /// After spans were appended to the live head.
    StoreView appended() {
        return new StoreView(HeadView.of(live.state()), sealing, blocks);
    }

    /// After the live head was cut off.
    StoreView cut(HeadState next) {
        List<HeadView> heads = new ArrayList<>(sealing);
        heads.add(live);
        return new StoreView(HeadView.of(next), heads, blocks);
    }

    /// After traces of a head that is being sealed were appended to the live head.
    StoreView carried(HeadState from, Bits traces) {
        List<HeadView> heads = new ArrayList<>();
        for (HeadView head : sealing) {
            heads.add(head.state == from ? new HeadView(from, head.published, traces) : head);
        }
        return new StoreView(HeadView.of(live.state()), heads, blocks);
    }

    /// After a head became blocks: one, or none when nothing was left of it.
    StoreView sealed(HeadState head, List<BlockHandle> added) {
        List<HeadView> heads = new ArrayList<>(sealing);
        heads.removeIf(view -> view.state == head);
        List<BlockHandle> all = new ArrayList<>(blocks);
        all.addAll(added);
        return new StoreView(live, heads, all);
    }

    /// After blocks were replaced by others, or retired.
    StoreView replaced(List<BlockHandle> removed, List<BlockHandle> added) {
        List<BlockHandle> all = new ArrayList<>(blocks);
        all.removeAll(removed);
        all.addAll(added);
        return new StoreView(live, sealing, all);
    }
}
