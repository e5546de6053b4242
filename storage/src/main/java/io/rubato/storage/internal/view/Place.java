package io.rubato.storage.internal.view;

import io.rubato.storage.DamagedException;
import io.rubato.storage.MemoryUse;
import io.rubato.storage.internal.columns.OtlpWriter;
import io.rubato.storage.internal.columns.StoredSource;
import io.rubato.storage.model.TraceId;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/// Where a trace has spans that count.
public sealed interface Place {
    /// What tells this source from others: a block's handle or a generation.
    Object owner();

    StoredSource source();

    /// The trace's number in the source.
    int trace();

    /// The spans as a serialized `TracesData`.
    ///
    /// @param memory counts what reading takes; nothing of it once this has returned
    /// @throws io.rubato.storage.DamagedException when they cannot be read
    default byte[] spans(MemoryUse memory) {
        return OtlpWriter.trace(source(), trace(), memory);
    }

    /// In a block.
    record InBlock(BlockHandle block, int trace) implements Place {
        @Override
        public Object owner() {
            return block;
        }

        @Override
        public StoredSource source() {
            return block.source();
        }

        /// How many spans there are.
        public int spanCount() {
            return block.source().spanCount(trace);
        }

        /// The start of the earliest span, Unix nanoseconds.
        public long start() {
            return block.source().traceStart(trace);
        }
    }

    /// In a head.
    record InHead(HeadView head, int trace) implements Place {
        @Override
        public Object owner() {
            return head.generation();
        }

        @Override
        public StoredSource source() {
            return head.source(null);
        }

        /// How many spans there are.
        public int spanCount() {
            return head.generation().head().spanCount(trace, head.published().rows());
        }
    }

    /// All places of a trace in a view: blocks first, then heads, the oldest first.
    static List<Place> of(StoreView view, TraceId id) {
        return of(view, id, damage -> {});
    }

    /// The same.
    ///
    /// @param damage called with what cannot be read and may have the trace
    static List<Place> of(StoreView view, TraceId id, Consumer<DamagedException> damage) {
        List<Place> places = new ArrayList<>(view.blocks().places(id, damage));
        places.addAll(inHeads(view, id));
        return places;
    }

    static List<InHead> inHeads(StoreView view, TraceId id) {
        List<InHead> places = new ArrayList<>();
        for (HeadView head : view.heads()) {
            int trace = head.findTrace(id);
            if (trace >= 0) {
                places.add(new InHead(head, trace));
            }
        }
        return places;
    }
}
