package io.rubato.storage.internal.manifest;

import io.rubato.storage.internal.manifest.VectorRef.Location;
import io.rubato.storage.internal.wire.ByteSink;
import io.rubato.storage.internal.wire.MalformedException;
import io.rubato.storage.objects.ObjectContent;
import io.rubato.storage.objects.ObjectReader;
import io.rubato.storage.objects.ObjectStore;
import io.rubato.storage.scan.Bits;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/// Deletion vectors in an object store. Those of one commit that do not fit into the manifest share an object,
/// `vectors/<tenant>/<uuid>`, one after another.
public final class Vectors {
    private Vectors() {}

    /// What a block's traces are to be hidden by.
    ///
    /// @param dead the traces, by number; all that were dead before are among them
    /// @param spans how many spans they have
    public record Dead(Bits dead, long spans) {}

    /// Stores the vectors of one commit; no manifest names them yet.
    public static Map<BlockEntry, VectorRef> put(ObjectStore objects, String tenant, Map<BlockEntry, Dead> vectors)
            throws IOException {
        String key = BlockKeys.vectors(tenant, UUID.randomUUID());
        ByteSink object = new ByteSink(256);
        Map<BlockEntry, VectorRef> stored = new LinkedHashMap<>();
        vectors.forEach((block, dead) -> {
            byte[] bytes = DeletionVector.encode(dead.dead);
            VectorRef old = block.vector();
            long version = old == null ? 1 : old.version() + 1;
            boolean inline = bytes.length <= VectorRef.MAX_INLINE;
            Location location = inline ? null : new Location(key, object.size(), bytes.length, checksum(bytes));
            if (!inline) {
                object.put(bytes);
            }
            stored.put(
                    block,
                    new VectorRef(
                            version,
                            dead.dead.count(),
                            dead.spans,
                            inline ? Base64.getEncoder().encodeToString(bytes) : null,
                            location));
        });
        if (object.size() > 0) {
            objects.put(key, ObjectContent.of(ByteBuffer.wrap(object.bytes(), 0, object.size())));
        }
        return stored;
    }

    /// The dead traces of a block; null when it has no vector.
    ///
    /// @throws IOException when the vector cannot be read or is damaged; the message names the block
    public static @Nullable Bits read(ObjectStore objects, BlockEntry block) throws IOException {
        VectorRef ref = block.vector();
        if (ref == null) {
            return null;
        }
        Location location = ref.location();
        try {
            byte[] bytes = location == null
                    ? Base64.getDecoder().decode(Objects.requireNonNull(ref.inline()))
                    : read(objects, block, location);
            Bits dead = DeletionVector.decode(bytes, Math.toIntExact(block.traces()));
            if (dead.count() != ref.traces()) {
                throw new IOException("the deletion vector of block %s has %d traces, expected %d"
                        .formatted(block.id(), dead.count(), ref.traces()));
            }
            return dead;
        } catch (MalformedException | IllegalArgumentException damaged) {
            throw new IOException(
                    "the deletion vector of block %s is damaged: %s".formatted(block.id(), damaged.getMessage()),
                    damaged);
        }
    }

    private static byte[] read(ObjectStore objects, BlockEntry block, Location location) throws IOException {
        byte[] bytes = new byte[location.length()];
        try (ObjectReader reader = objects.open(location.key())) {
            reader.readFully(location.offset(), ByteBuffer.wrap(bytes));
        } catch (IOException e) {
            throw new IOException(
                    "the deletion vector of block %s cannot be read: %s".formatted(block.id(), e.getMessage()), e);
        }
        int actual = checksum(bytes);
        if (actual != location.crc32c()) {
            throw new IOException("the deletion vector of block %s at byte %d of %s has checksum %08x, expected %08x"
                    .formatted(block.id(), location.offset(), location.key(), actual, location.crc32c()));
        }
        return bytes;
    }

    private static int checksum(byte[] bytes) {
        CRC32C crc = new CRC32C();
        crc.update(bytes);
        return (int) crc.getValue();
    }
}
