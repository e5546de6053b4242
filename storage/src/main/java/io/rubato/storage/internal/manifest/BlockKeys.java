package io.rubato.storage.internal.manifest;

import java.util.UUID;

/// Where a block lies in its store: `blocks/<tenant>/<uuid>/data`. The common prefix keeps tenants of any name
/// apart from the manifest, and lists every block at once.
public final class BlockKeys {

    /// What all blocks' keys start with.
    public static final String PREFIX = "blocks/";

    /// What the keys of all objects with deletion vectors start with.
    public static final String VECTORS = "vectors/";

    /// What the keys of all files with a filter over several blocks' traces start with.
    public static final String FILTERS = "filters/";

    private BlockKeys() {}

    /// The key of a block's file.
    public static String data(String tenant, UUID id) {
        return PREFIX + tenant + "/" + id + "/data";
    }

    /// The key of the deletion vectors of one commit.
    public static String vectors(String tenant, UUID id) {
        return VECTORS + tenant + "/" + id;
    }

    /// The key of a filter over several blocks' traces.
    public static String filter(String tenant, UUID id) {
        return FILTERS + tenant + "/" + id;
    }
}
