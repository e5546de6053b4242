package io.rubato.storage.internal.store;

import io.rubato.storage.StoreOptions;
import io.rubato.storage.internal.block.SectionCache;

/// What the stores of a process share.
///
/// @param cache of decoded parts of blocks
record SharedMemory(HeadMemory heads, SectionCache cache) {
    SharedMemory(StoreOptions.Memory bounds) {
        this(new HeadMemory(bounds.maxHeadBytes()), new SectionCache(bounds.cacheBytes()));
    }
}
