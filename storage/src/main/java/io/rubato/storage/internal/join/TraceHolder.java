package io.rubato.storage.internal.join;

import io.rubato.storage.internal.view.BlockHandle;
import io.rubato.storage.internal.view.HeadView;
import io.rubato.storage.internal.view.StoreView;
import io.rubato.storage.model.TraceId;
import io.rubato.storage.scan.Bits;
import java.util.ArrayList;
import java.util.List;

/// A head or a block, for its traces' ids alone.
sealed interface TraceHolder {
    static List<TraceHolder> of(StoreView view) {
        List<TraceHolder> holders = new ArrayList<>();
        view.blocks().blocks().forEach(block -> holders.add(new OfBlock(block.handle())));
        view.heads().forEach(head -> holders.add(new OfHead(head)));
        return holders;
    }

    /// Stays the same while it grows.
    Object key();

    int traces();

    TraceId id(int trace);

    /// Marks those of `ids` that are here.
    void find(List<TraceId> ids, Bits found);

    /// Those of its traces, from a number on, that another has, too.
    default List<TraceId> alsoIn(TraceHolder other, int from) {
        List<TraceId> ids = new ArrayList<>();
        for (int trace = from; trace < traces(); trace++) {
            ids.add(id(trace));
        }
        Bits found = new Bits(ids.size());
        other.find(ids, found);
        List<TraceId> both = new ArrayList<>();
        for (int i = found.next(0); i >= 0; i = found.next(i + 1)) {
            both.add(ids.get(i));
        }
        return both;
    }

    record OfBlock(BlockHandle block) implements TraceHolder {
        @Override
        public Object key() {
            return block;
        }

        @Override
        public int traces() {
            return (int) block.source().traceCount();
        }

        @Override
        public TraceId id(int trace) {
            return block.source().traceId(trace);
        }

        @Override
        public void find(List<TraceId> ids, Bits found) {
            block.source().lookup().find(ids, (index, trace) -> found.set(index));
        }
    }

    record OfHead(HeadView head) implements TraceHolder {
        @Override
        public Object key() {
            return head.generation();
        }

        @Override
        public int traces() {
            return head.published().traces();
        }

        @Override
        public TraceId id(int trace) {
            return head.generation().head().traceId(trace);
        }

        @Override
        public void find(List<TraceId> ids, Bits found) {
            for (int i = 0; i < ids.size(); i++) {
                if (head.findTrace(ids.get(i)) >= 0) {
                    found.set(i);
                }
            }
        }
    }
}
