package io.rubato.storage.internal.store;

import io.rubato.storage.internal.block.BlockBytes;
import io.rubato.storage.internal.block.BlockSource;
import io.rubato.storage.internal.block.SectionCache;
import io.rubato.storage.internal.manifest.BlockEntry;
import io.rubato.storage.model.TraceId;
import io.rubato.storage.objects.ObjectReader;
import io.rubato.storage.objects.ObjectStore;
import io.rubato.storage.scan.Bits;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/// A live block with its open file. The store holds one lease and each snapshot another; the file is closed
/// when the last is given back. Safe for concurrent use.
final class BlockHandle {
    private final BlockEntry entry;
    private final ObjectReader reader;
    private final SectionCache cache;
    private final BlockSource source;
    private final List<TraceId> late;
    private final AtomicInteger leases = new AtomicInteger(1);

    private BlockHandle(BlockEntry entry, ObjectReader reader, SectionCache cache, Consumer<String> onDamage) {
        this.entry = entry;
        this.reader = reader;
        this.cache = cache;
        this.source = new BlockSource(entry.id().toString(), new ReaderBytes(reader), cache, null, onDamage);
        this.late = Arrays.stream(source.lateTraces()).mapToObj(source::traceId).toList();
    }

    /// @param onDamage is told of damage whenever a read meets it
    /// @throws io.rubato.storage.DamagedException when the block cannot be made sense of
    static BlockHandle open(BlockEntry entry, ObjectStore objects, SectionCache cache, Consumer<String> onDamage)
            throws IOException {
        ObjectReader reader = objects.open(entry.dataKey());
        try {
            return new BlockHandle(entry, reader, cache, onDamage);
        } catch (RuntimeException damaged) {
            reader.close();
            throw damaged;
        }
    }

    /// The traces that had spans elsewhere when the block was written.
    List<TraceId> late() {
        return late;
    }

    BlockEntry entry() {
        return entry;
    }

    BlockSource source() {
        return source;
    }

    /// The number of a trace in the block, or -1.
    int findTrace(TraceId id) {
        return source.findTrace(id);
    }

    /// Marks those of `ids` that the block has.
    void findTraces(List<TraceId> ids, Bits found) {
        source.findTraces(ids, found);
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
