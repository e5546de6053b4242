package io.rubato.storage.internal.store;

import io.rubato.storage.DamagedException;
import io.rubato.storage.MemoryUse;
import io.rubato.storage.Snapshot;
import io.rubato.storage.internal.columns.StoredSource;
import io.rubato.storage.internal.join.Joins;
import io.rubato.storage.internal.view.StoreView;
import io.rubato.storage.internal.view.UnreadableBlock;
import io.rubato.storage.internal.view.UnreadableSource;
import io.rubato.storage.model.TraceId;
import io.rubato.storage.scan.SpanSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// A view with a lease on each of its blocks.
final class StoreSnapshot implements Snapshot {
    private final StoreView view;
    private final List<UnreadableBlock> unreadable;
    private final Function<StoreView, List<StoredSource>> arranged;
    private final AtomicBoolean closed = new AtomicBoolean();
    private volatile @Nullable List<SpanSource> sources;

    /// The leases must have been taken.
    ///
    /// @param unreadable blocks that belong to it and cannot be read
    /// @param arranged the sources of the view, each trace counting in exactly one; asked once or twice, if at all
    StoreSnapshot(StoreView view, List<UnreadableBlock> unreadable, Function<StoreView, List<StoredSource>> arranged) {
        this.view = view;
        this.unreadable = unreadable;
        this.arranged = arranged;
    }

    @Override
    public List<SpanSource> sources() {
        List<SpanSource> known = sources;
        if (known == null) {
            List<SpanSource> all = new ArrayList<>(arranged.apply(view));
            unreadable.forEach(block -> all.add(new UnreadableSource(block)));
            known = List.copyOf(all);
            sources = known;
        }
        return known;
    }

    @Override
    public byte @Nullable [] trace(TraceId id, MemoryUse memory, Consumer<DamagedException> damage) {
        unreadable.forEach(block -> damage.accept(block.damage()));
        return Joins.trace(view, id, memory, damage);
    }

    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            view.blocks().blocks().forEach(block -> block.handle().release());
        }
    }
}
