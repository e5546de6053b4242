package io.rubato.server.internal.tenant;

import io.rubato.storage.Compression;
import io.rubato.storage.IngestLimits;
import io.rubato.storage.IngestResult;
import io.rubato.storage.Snapshot;
import io.rubato.storage.SpanStore;
import io.rubato.storage.StoreOptions;
import io.rubato.storage.StoreStatus;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/// A tenant's store, which takes no more than the tenant may send.
final class Tenant implements SpanStore {
    private final String name;
    private final SpanStore store;
    private final Path blocks;
    private final Supplier<TenantLimits> limits;
    private final RateLimit rate = new RateLimit(System::nanoTime);

    /// @param blocks where they lie
    Tenant(String name, SpanStore store, Path blocks, Supplier<TenantLimits> limits) {
        this.name = name;
        this.store = store;
        this.blocks = blocks;
        this.limits = limits;
    }

    String name() {
        return name;
    }

    SpanStore store() {
        return store;
    }

    Path blocks() {
        return blocks;
    }

    TenantLimits limits() {
        return limits.get();
    }

    @Override
    public CompletableFuture<IngestResult> ingest(Compression compression, byte[] body, int offset, int length) {
        TenantLimits now = limits.get();
        Duration wait = rate.wait(now.rateBytes(), now.burstBytes());
        if (!wait.isZero()) {
            return CompletableFuture.failedFuture(TenantException.rateLimited(
                    "RATE_LIMITED: tenant '" + name + "' sends more than its " + now.rateBytes() + " bytes/s", wait));
        }
        return store.ingest(compression, body, offset, length).whenComplete((result, failure) -> {
            if (failure == null) {
                rate.took(result.bytes());
            }
        });
    }

    @Override
    public Snapshot snapshot() {
        return store.snapshot();
    }

    @Override
    public StoreStatus status() {
        return store.status();
    }

    @Override
    public void bound(IngestLimits limits, StoreOptions.Retention retention) {
        store.bound(limits, retention);
    }

    @Override
    public void close() {
        store.close();
    }
}
