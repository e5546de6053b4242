package io.rubato.storage.internal.store;

import io.rubato.storage.internal.columns.OtlpWriter;
import io.rubato.storage.internal.columns.StoredSource;
import io.rubato.storage.internal.head.HeadSource;
import io.rubato.storage.internal.store.StoreView.HeadView;
import io.rubato.storage.model.TraceId;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/// The heads and blocks of a view in which a trace has spans that count.
final class Places {
    private Places() {}

    /// @param owner the head's state or the block's handle
    /// @param traces how many traces the owner has
    /// @param trace its number there
    record Place(Object owner, Supplier<StoredSource> source, int traces, int trace) {
        byte[] spans() {
            return OtlpWriter.trace(source.get(), trace);
        }
    }

    static List<Place> of(StoreView view, TraceId id) {
        List<Place> places = new ArrayList<>();
        for (BlockHandle block : view.blocks()) {
            int trace = block.findTrace(id);
            if (trace >= 0) {
                int traces = (int) block.entry().traces();
                places.add(new Place(block, block::source, traces, trace));
            }
        }
        for (HeadView head : view.heads()) {
            int trace = head.state().head().findTrace(id, head.published());
            if (trace >= 0 && !head.isCarried(trace)) {
                places.add(new Place(
                        head.state(), () -> source(head), head.published().traces(), trace));
            }
        }
        return places;
    }

    static HeadSource source(HeadView view) {
        return new HeadSource("head", view.state().head(), view.published(), view.carried());
    }
}
