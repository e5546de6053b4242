package io.rubato.server.internal.tenant;

import io.rubato.server.config.QuerySettings;
import io.rubato.server.config.RetentionSettings;
import io.rubato.storage.DamagedException;
import io.rubato.storage.MemoryUse;
import io.rubato.storage.Snapshot;
import io.rubato.storage.StoreGroup;
import io.rubato.storage.StoreStatus;
import io.rubato.storage.model.TraceId;
import io.rubato.storage.scan.SpanSource;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Some tenants, of which those that were asked for and have no store are left out.
record ReadableTenants(StoreGroup group, List<Tenant> tenants, TenantLimits limits) implements StoredSpans {
    @Override
    public Snapshot snapshot() {
        return tenants.isEmpty()
                ? new Nothing()
                : group.snapshot(tenants.stream().map(Tenant::store).toList());
    }

    @Override
    public StoreStatus status() {
        return Statuses.sum(tenants.stream().map(Tenant::status).toList());
    }

    @Override
    public List<Path> blockDirectories() {
        return tenants.stream().map(Tenant::blocks).toList();
    }

    @Override
    public RetentionSettings retention() {
        return limits.retention();
    }

    @Override
    public QuerySettings bounded(QuerySettings usual) {
        return limits.bound(usual);
    }

    private record Nothing() implements Snapshot {
        @Override
        public List<SpanSource> sources() {
            return List.of();
        }

        @Override
        public byte @Nullable [] trace(TraceId id, MemoryUse memory, Consumer<DamagedException> damage) {
            return null;
        }

        @Override
        public void close() {}
    }
}
