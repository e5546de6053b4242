package io.rubato.storage.internal.store;

import io.rubato.storage.Snapshot;
import io.rubato.storage.model.TraceId;
import io.rubato.storage.scan.SpanSource;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/// A view of several stores with a lease on each of its blocks.
final class JointSnapshot implements Snapshot {
    private final JointView view;
    private final StoreView whole;
    private final JointFragments fragments;
    private final AtomicBoolean closed = new AtomicBoolean();
    private volatile @Nullable List<SpanSource> sources;

    JointSnapshot(List<JointView.Part> parts, JointFragments fragments) {
        this.view = new JointView(parts);
        this.whole = view.whole();
        this.fragments = fragments;
    }

    @Override
    public List<SpanSource> sources() {
        List<SpanSource> known = sources;
        if (known == null) {
            known = List.copyOf(fragments.sources(view, whole));
            sources = known;
        }
        return known;
    }

    @Override
    public byte @Nullable [] trace(TraceId id) {
        return Fragments.trace(whole, id);
    }

    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            view.release();
        }
    }
}
