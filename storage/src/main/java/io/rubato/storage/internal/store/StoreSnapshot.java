package io.rubato.storage.internal.store;

import io.rubato.storage.MemoryUse;
import io.rubato.storage.Snapshot;
import io.rubato.storage.internal.columns.StoredSource;
import io.rubato.storage.internal.join.Joins;
import io.rubato.storage.internal.view.StoreView;
import io.rubato.storage.model.TraceId;
import io.rubato.storage.scan.SpanSource;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// A view with a lease on each of its blocks.
final class StoreSnapshot implements Snapshot {
    private final StoreView view;
    private final Function<StoreView, List<StoredSource>> arranged;
    private final AtomicBoolean closed = new AtomicBoolean();
    private volatile @Nullable List<SpanSource> sources;

    /// The leases must have been taken.
    ///
    /// @param arranged the sources of the view, each trace counting in exactly one; asked once or twice, if at all
    StoreSnapshot(StoreView view, Function<StoreView, List<StoredSource>> arranged) {
        this.view = view;
        this.arranged = arranged;
    }

    @Override
    public List<SpanSource> sources() {
        List<SpanSource> known = sources;
        if (known == null) {
            known = List.copyOf(arranged.apply(view));
            sources = known;
        }
        return known;
    }

    @Override
    public byte @Nullable [] trace(TraceId id) {
        return trace(id, MemoryUse.UNCOUNTED);
    }

    @Override
    public byte @Nullable [] trace(TraceId id, MemoryUse memory) {
        return Joins.trace(view, id, memory);
    }

    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            view.blocks().blocks().forEach(block -> block.handle().release());
        }
    }
}
