package io.rubato.storage.internal.wal;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/// The first 4096 bytes of a segment: two copies of what makes its records readable, in different disk sectors.
///
/// @param version of the format
/// @param base position of the first record
/// @param id random, the seed of every record's checksum: what an earlier use of the file left behind, or what a
///     client put into a body, never passes as a record
record SegmentHeader(int version, long base, long id) {
    static final int BYTES = 4096;
    static final int SECOND_COPY = BYTES / 2;
    static final int VERSION = 1;

    /// "RUBATWAL" in the file.
    private static final long MAGIC = 0x4C41_5754_4142_5552L;

    private static final int CHECKED_BYTES = 32;
    private static final int COPY_BYTES = CHECKED_BYTES + Integer.BYTES;

    /// The header and, after it, the mark that no record follows yet.
    ByteBuffer encode() {
        ByteBuffer block =
                ByteBuffer.allocateDirect(BYTES + RecordHeader.END_MARK_BYTES).order(ByteOrder.LITTLE_ENDIAN);
        putCopy(block, 0);
        putCopy(block, SECOND_COPY);
        return block;
    }

    private void putCopy(ByteBuffer block, int at) {
        block.putLong(at, MAGIC);
        block.putInt(at + 8, version);
        block.putInt(at + 12, BYTES);
        block.putLong(at + 16, base);
        block.putLong(at + 24, id);
        block.putInt(at + CHECKED_BYTES, checksum(block, at));
    }

    /// The copy at an index of a buffer that holds the first 4096 bytes; null when it is broken.
    static @Nullable SegmentHeader parse(ByteBuffer block, int at) {
        if (block.getLong(at) != MAGIC || block.getInt(at + CHECKED_BYTES) != checksum(block, at)) {
            return null;
        }
        return new SegmentHeader(block.getInt(at + 8), block.getLong(at + 16), block.getLong(at + 24));
    }

    /// Whether both copies are all zero: a file that was allocated and never written.
    static boolean isBlank(ByteBuffer block, int start) {
        for (int i = 0; i < COPY_BYTES; i++) {
            if ((block.get(start + i) | block.get(start + SECOND_COPY + i)) != 0) {
                return false;
            }
        }
        return true;
    }

    private static int checksum(ByteBuffer block, int at) {
        CRC32C crc = new CRC32C();
        crc.update(block.slice(at, CHECKED_BYTES));
        return (int) crc.getValue();
    }
}
