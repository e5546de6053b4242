package io.rubato.storage.internal.block;

import io.rubato.storage.DamagedException;
import io.rubato.storage.internal.wire.ByteSink;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/// Parts of a block file, each led by the CRC32C of the rest of it, 4 bytes little-endian.
final class Chunks {
    static final int CHECKSUM = 4;

    /// No part holds more values than this; a larger count is damage, and must not be allocated.
    private static final int MAX_COUNT = 1 << 28;

    private Chunks() {}

    /// Starts a chunk and returns a mark for [#end(ByteSink, int)].
    static int start(ByteSink sink) {
        sink.fixed32(0);
        return sink.size();
    }

    /// Ends a chunk: puts the checksum before it. Returns the chunk's size, checksum included.
    static int end(ByteSink sink, int mark) {
        int end = sink.size();
        int checksum = checksum(sink.bytes(), mark, end - mark);
        sink.truncate(mark - CHECKSUM);
        sink.fixed32(checksum);
        sink.truncate(end);
        return end - mark + CHECKSUM;
    }

    static int checksum(byte[] bytes, int offset, int length) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, offset, length);
        return (int) crc.getValue();
    }

    /// What is wrong with the chunk at the front of `chunk`, or null when its checksum holds.
    static @Nullable String wrong(byte[] chunk, int length) {
        if (length < CHECKSUM) {
            return length + " bytes (expected: at least " + CHECKSUM + ")";
        }
        int stored = chunk[0] & 0xff | (chunk[1] & 0xff) << 8 | (chunk[2] & 0xff) << 16 | (chunk[3] & 0xff) << 24;
        int actual = checksum(chunk, CHECKSUM, length - CHECKSUM);
        return stored == actual ? null : "checksum %08x (expected: %08x)".formatted(actual, stored);
    }

    /// The size of a part, which may be as large as an array.
    static int checkSize(long size) {
        if (size < 0 || size > Integer.MAX_VALUE - 16) {
            throw new DamagedException("a size of " + size + " bytes");
        }
        return (int) size;
    }

    static int checkCount(long count) {
        if (count < 0 || count > MAX_COUNT) {
            throw new DamagedException("a count of " + count + " (expected: 0 to " + MAX_COUNT + ")");
        }
        return (int) count;
    }
}
