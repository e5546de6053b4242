package io.rubato.storage.internal.store;

import io.rubato.storage.DamagedException;
import io.rubato.storage.Snapshot;
import io.rubato.storage.model.TraceId;
import io.rubato.storage.scan.SpanSource;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/// A view with a lease on each of its blocks.
final class StoreSnapshot implements Snapshot {
    private final StoreView view;
    private final Fragments fragments;
    private final DamageLog damage;
    private final AtomicBoolean closed = new AtomicBoolean();
    private volatile @Nullable List<SpanSource> sources;

    /// The leases must have been taken.
    StoreSnapshot(StoreView view, Fragments fragments, DamageLog damage) {
        this.view = view;
        this.fragments = fragments;
        this.damage = damage;
    }

    @Override
    public List<SpanSource> sources() {
        List<SpanSource> known = sources;
        if (known == null) {
            known = List.copyOf(fragments.sources(view));
            sources = known;
        }
        return known;
    }

    @Override
    public byte @Nullable [] trace(TraceId id) {
        return Fragments.trace(view, id, damage);
    }

    @Override
    public void report(DamagedException met) {
        damage.add(met);
    }

    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            view.blocks().forEach(BlockHandle::release);
        }
    }
}
