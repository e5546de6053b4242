package io.rubato.server;

import io.rubato.storage.Compression;
import io.rubato.storage.DamagedException;
import io.rubato.storage.IngestLimits;
import io.rubato.storage.IngestResult;
import io.rubato.storage.MemoryUse;
import io.rubato.storage.Snapshot;
import io.rubato.storage.SpanStore;
import io.rubato.storage.StoreOptions;
import io.rubato.storage.StoreStatus;
import io.rubato.storage.model.TraceId;
import io.rubato.storage.scan.SpanSource;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// A real store whose batches are opened only with a permit, so that a test decides how far a query comes.
public final class GatedStore implements SpanStore {
    public final Semaphore permits = new Semaphore(0);
    public final AtomicInteger opened = new AtomicInteger();
    public final AtomicInteger waiting = new AtomicInteger();
    public final AtomicInteger openSnapshots = new AtomicInteger();
    private final SpanStore store;

    public GatedStore(SpanStore store) {
        this.store = store;
    }

    @Override
    public CompletableFuture<IngestResult> ingest(Compression compression, byte[] body, int offset, int length) {
        return store.ingest(compression, body, offset, length);
    }

    @Override
    public Snapshot snapshot() {
        openSnapshots.incrementAndGet();
        Snapshot snapshot = store.snapshot();
        List<SpanSource> gated = snapshot.sources().stream().map(this::gated).toList();
        return new Snapshot() {
            @Override
            public List<SpanSource> sources() {
                return gated;
            }

            @Override
            public byte @Nullable [] trace(TraceId id, MemoryUse memory, Consumer<DamagedException> damage) {
                return snapshot.trace(id, memory, damage);
            }

            @Override
            public void close() {
                snapshot.close();
                openSnapshots.decrementAndGet();
            }
        };
    }

    private SpanSource gated(SpanSource source) {
        return (SpanSource) Proxy.newProxyInstance(
                SpanSource.class.getClassLoader(), new Class<?>[] {SpanSource.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("open")) {
                        waiting.incrementAndGet();
                        permits.acquire();
                        waiting.decrementAndGet();
                        opened.incrementAndGet();
                    }
                    Object result = method.invoke(source, arguments);
                    return method.getName().equals("decoded") ? gated((SpanSource) result) : result;
                });
    }

    @Override
    public void bound(IngestLimits limits, StoreOptions.Retention retention) {
        store.bound(limits, retention);
    }

    @Override
    public StoreStatus status() {
        return store.status();
    }

    @Override
    public void close() {
        store.close();
    }
}
