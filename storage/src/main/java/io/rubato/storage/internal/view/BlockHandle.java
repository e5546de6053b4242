package io.rubato.storage.internal.view;

import io.rubato.storage.internal.block.BlockSource;
import io.rubato.storage.internal.block.SectionCache;
import io.rubato.storage.internal.manifest.BlockEntry;
import io.rubato.storage.objects.ObjectReader;
import io.rubato.storage.objects.ObjectStore;
import io.rubato.storage.scan.BatchStats;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/// A block with its open file. The store holds one lease and each snapshot another; the file is closed when the
/// last is given back. Safe for concurrent use.
public final class BlockHandle {
    private final UUID id;
    private final ObjectReader reader;
    private final SectionCache cache;
    private final BlockSource source;
    private final AtomicInteger leases = new AtomicInteger(1);

    private BlockHandle(BlockEntry entry, ObjectReader reader, SectionCache cache, Consumer<String> onDamage) {
        this.id = entry.id();
        this.reader = reader;
        this.cache = cache;
        this.source = new BlockSource(
                id.toString(), new ReaderBytes(reader), cache, bounds(entry), entry.level() == 0, onDamage);
    }

    private static BatchStats bounds(BlockEntry entry) {
        return new BatchStats(
                (int) Math.min(entry.spans(), Integer.MAX_VALUE),
                (int) Math.min(entry.traces(), Integer.MAX_VALUE),
                entry.minStartNanos(),
                entry.maxEndNanos(),
                entry.maxEndNanos(),
                entry.maxTraceStartNanos(),
                Long.MIN_VALUE,
                Long.MAX_VALUE);
    }

    /// @param onDamage called with a line about damage whenever a read meets it
    /// @throws io.rubato.storage.DamagedException when the block's footer cannot be used
    public static BlockHandle open(BlockEntry entry, ObjectStore objects, SectionCache cache, Consumer<String> onDamage)
            throws IOException {
        ObjectReader reader = objects.open(entry.dataKey());
        try {
            BlockHandle handle = new BlockHandle(entry, reader, cache, onDamage);
            handle.source.lateTraces();
            return handle;
        } catch (RuntimeException damaged) {
            reader.close();
            throw damaged;
        }
    }

    public UUID id() {
        return id;
    }

    /// All its traces, dead ones included.
    public BlockSource source() {
        return source;
    }

    /// Drops what is cached of it; who needs it reads it again.
    public void forget() {
        cache.forget(source.name());
    }

    /// Takes a lease; false when the last one was given back already.
    public boolean lease() {
        int held = leases.get();
        while (held > 0) {
            if (leases.compareAndSet(held, held + 1)) {
                return true;
            }
            held = leases.get();
        }
        return false;
    }

    public void release() {
        if (leases.decrementAndGet() == 0) {
            forget();
            try {
                reader.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
