package io.rubato.storage.internal.store;

import io.rubato.storage.StoreOptions;
import io.rubato.storage.internal.block.SectionCache;
import io.rubato.storage.internal.join.JoinCache;

/// What the stores of a process share.
///
/// @param cache of decoded parts of blocks
/// @param joined of traces that lie in several places
record SharedMemory(HeadMemory heads, SectionCache cache, JoinCache joined) {
    /// Joined traces take up to a quarter of what decoded parts of blocks may take.
    private static final int JOINED_SHARE = 4;

    SharedMemory(StoreOptions.Memory bounds) {
        this(
                new HeadMemory(bounds.maxHeadBytes()),
                new SectionCache(bounds.cacheBytes()),
                new JoinCache(bounds.cacheBytes() / JOINED_SHARE));
    }
}
