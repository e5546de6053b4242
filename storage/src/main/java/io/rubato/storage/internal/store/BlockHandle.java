package io.rubato.storage.internal.store;

import io.rubato.storage.DamagedException;
import io.rubato.storage.internal.block.BlockBytes;
import io.rubato.storage.internal.block.BlockSource;
import io.rubato.storage.internal.block.SectionCache;
import io.rubato.storage.internal.manifest.BlockEntry;
import io.rubato.storage.model.TraceId;
import io.rubato.storage.objects.ObjectReader;
import io.rubato.storage.objects.ObjectStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicInteger;

/// A live block with its open file. The store holds one lease and each snapshot another; the file is closed
/// when the last is given back. Safe for concurrent use.
final class BlockHandle {
    private final BlockEntry entry;
    private final ObjectReader reader;
    private final SectionCache cache;
    private final DamageLog damage;
    private final BlockSource source;
    private final AtomicInteger leases = new AtomicInteger(1);

    private BlockHandle(BlockEntry entry, ObjectReader reader, SectionCache cache, DamageLog damage) {
        this.entry = entry;
        this.reader = reader;
        this.cache = cache;
        this.damage = damage;
        this.source = new BlockSource(entry.id().toString(), new ReaderBytes(reader), cache, null);
    }

    static BlockHandle open(BlockEntry entry, ObjectStore objects, SectionCache cache, DamageLog damage)
            throws IOException {
        return new BlockHandle(entry, objects.open(entry.dataKey()), cache, damage);
    }

    BlockEntry entry() {
        return entry;
    }

    BlockSource source() {
        return source;
    }

    /// The number of a trace in the block, or -1; also when the block's index is damaged, which is reported.
    int findTrace(TraceId id) {
        try {
            return source.findTrace(id);
        } catch (DamagedException damaged) {
            damage.add(damaged);
            return -1;
        }
    }

    /// Takes a lease; false when the last one was given back already.
    boolean lease() {
        int held = leases.get();
        while (held > 0) {
            if (leases.compareAndSet(held, held + 1)) {
                return true;
            }
            held = leases.get();
        }
        return false;
    }

    void release() {
        if (leases.decrementAndGet() == 0) {
            cache.forget(source.name());
            try {
                reader.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private record ReaderBytes(ObjectReader reader) implements BlockBytes {
        @Override
        public long size() {
            return reader.size();
        }

        @Override
        public void read(long position, byte[] target, int offset, int length) throws IOException {
            reader.readFully(position, ByteBuffer.wrap(target, offset, length));
        }
    }
}
