package io.rubato.storage.internal.store;

import io.rubato.storage.internal.store.StoreView.HeadView;
import io.rubato.storage.model.TraceId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// What several stores hold at one moment.
record JointView(List<Part> parts) {
    /// One of the stores; each of its blocks is leased.
    record Part(StoreView view, Fragments fragments) {
        static Part of(DiskStore store) {
            return new Part(store.leased(), store.fragments());
        }
    }

    /// As if they were one store.
    StoreView whole() {
        List<HeadView> heads = new ArrayList<>();
        List<BlockHandle> blocks = new ArrayList<>();
        for (Part part : parts) {
            heads.addAll(part.view.heads());
            blocks.addAll(part.view.blocks());
        }
        blocks.sort(Comparator.comparingLong(block -> block.entry().maxEndNanos()));
        return new StoreView(heads.getLast(), heads.subList(0, heads.size() - 1), blocks);
    }

    /// The traces that may be in several places within one of the stores.
    Set<TraceId> late() {
        Set<TraceId> late = new HashSet<>();
        parts.forEach(part -> late.addAll(part.fragments.lateNow(part.view)));
        return late;
    }
}
