package io.rubato.server.internal.tenant;

import io.rubato.server.config.QuerySettings;
import io.rubato.server.config.RetentionSettings;
import io.rubato.server.config.ServerConfig;
import io.rubato.server.internal.metrics.PrometheusText;
import io.rubato.storage.Snapshot;
import io.rubato.storage.SpanStore;
import io.rubato.storage.StoreStatus;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/// One store for everybody, whatever tenant a request names.
public final class OneStore implements Stores, StoredSpans {
    private final SpanStore store;
    private final ServerConfig config;

    public OneStore(SpanStore store, ServerConfig config) {
        this.store = store;
        this.config = config;
    }

    @Override
    public SpanStore taking(String tenant) {
        return store;
    }

    @Override
    public boolean mustOpen(String tenant) {
        return false;
    }

    @Override
    public StoredSpans reading(String tenants) {
        return this;
    }

    @Override
    public Set<String> names() {
        return Set.of(NO_TENANT);
    }

    @Override
    public boolean hasTenants() {
        return false;
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
    public List<Path> blockDirectories() {
        return List.of(config.storage().blocksPath());
    }

    @Override
    public RetentionSettings retention() {
        return config.retention();
    }

    @Override
    public QuerySettings bounded(QuerySettings usual) {
        return usual;
    }

    @Override
    public void figures(PrometheusText text) {}

    @Override
    public void close() {
        store.close();
    }
}
