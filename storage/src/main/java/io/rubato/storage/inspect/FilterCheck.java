package io.rubato.storage.inspect;

import io.rubato.storage.DamagedException;
import io.rubato.storage.internal.block.GroupFilter;
import io.rubato.storage.internal.block.SectionCache;
import io.rubato.storage.internal.manifest.BlockEntry;
import io.rubato.storage.internal.manifest.BlockKeys;
import io.rubato.storage.internal.view.BlockHandle;
import io.rubato.storage.internal.view.FilterGroup;
import io.rubato.storage.objects.NoSuchObjectException;
import io.rubato.storage.objects.ObjectInfo;
import io.rubato.storage.objects.ObjectStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.LongStream;

/// Checks the filters over several blocks' traces: each trace of each of these blocks must lead to
/// its block.
final class FilterCheck {
    private static final long CACHE_BYTES = 8 << 20;

    private final ObjectStore objects;
    private final SectionCache cache = new SectionCache(CACHE_BYTES);

    FilterCheck(ObjectStore objects) {
        this.objects = objects;
    }

    /// Calls `damage` with one line for each fault. A block that cannot be read is left to others.
    void check(List<BlockEntry> blocks, Consumer<String> damage) throws IOException {
        for (ObjectInfo object : objects.list(BlockKeys.FILTERS)) {
            try {
                check(FilterGroup.open(object.key(), objects, cache, damage), blocks, damage);
            } catch (DamagedException reported) {
                // Its line was given where it was met.
            } catch (NoSuchObjectException replaced) {
                // Deleted since it was listed, by a process that has no use for it any more.
            }
        }
    }

    private void check(FilterGroup group, List<BlockEntry> blocks, Consumer<String> damage) {
        GroupFilter filter = group.filter();
        if (filter == null) {
            return;
        }
        for (BlockEntry block : blocks) {
            int position = group.blocks().indexOf(block.id());
            if (position >= 0) {
                long missing = LongStream.of(hashes(block))
                        .filter(hash -> filter.blockOf(hash) != position && filter.blockOf(hash) != GroupFilter.SEVERAL)
                        .count();
                if (missing > 0) {
                    damage.accept("%s: %d traces of block %s are not found (expected: all are)"
                            .formatted(group.key(), missing, block.id()));
                }
            }
        }
    }

    private long[] hashes(BlockEntry block) {
        try {
            BlockHandle handle = BlockHandle.open(block, objects, cache, line -> {});
            try {
                return handle.source().traceHashes();
            } finally {
                handle.release();
            }
        } catch (IOException | DamagedException | UncheckedIOException unreadable) {
            return new long[0];
        }
    }
}
