package io.rubato.server.internal.tenant;

import io.rubato.server.config.QuerySettings;
import io.rubato.server.config.RetentionSettings;
import io.rubato.storage.Snapshot;
import io.rubato.storage.StoreStatus;
import java.nio.file.Path;
import java.util.List;

/// What one request may read: the store of a tenant, or those of several as if they were one.
public interface StoredSpans {
    Snapshot snapshot();

    StoreStatus status();

    /// Where the blocks lie.
    List<Path> blockDirectories();

    /// How long spans are kept; of several tenants, the shortest.
    RetentionSettings retention();

    /// Bounds of queries where these are the usual ones; of several tenants, the narrowest.
    QuerySettings bounded(QuerySettings usual);
}
