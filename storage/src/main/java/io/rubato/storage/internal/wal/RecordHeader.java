package io.rubato.storage.internal.wal;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/// What stands before a record's tenant and body, 28 bytes. It is checked apart from them, so that its lengths can be
/// trusted when the body is damaged.
///
/// @param position of the record's first byte in the log
/// @param bodyLength in bytes
/// @param tenantLength in bytes of UTF-8
/// @param payloadCrc CRC32C of tenant and body
record RecordHeader(long position, int bodyLength, int tenantLength, byte type, byte encoding, int payloadCrc) {
    static final int BYTES = 28;
    static final int MAX_TENANT_LENGTH = 0xFFFF;

    /// Zeros in the place of the next record's magic: nothing follows.
    static final int END_MARK_BYTES = Integer.BYTES;

    /// "RREC" in the file.
    private static final int MAGIC = 0x4345_5252;

    private static final int CHECKED_BYTES = BYTES - Integer.BYTES;

    long recordBytes() {
        return (long) BYTES + tenantLength + bodyLength;
    }

    /// Writes at the buffer's position, in little endian whatever follows.
    void put(ByteBuffer target, long segmentId) {
        int start = target.position();
        target.putInt(MAGIC)
                .putInt(bodyLength)
                .putLong(position)
                .putShort((short) tenantLength)
                .put(type)
                .put(encoding)
                .putInt(payloadCrc)
                .putInt(checksum(target, start, segmentId));
    }

    /// Whether a record of this position may start here; says no cheaply.
    static boolean mayStart(ByteBuffer source, int at, long position) {
        return source.getInt(at) == MAGIC && source.getLong(at + 8) == position;
    }

    /// Null when there is no whole header of this position and segment at the index.
    static @Nullable RecordHeader parse(ByteBuffer source, int at, long position, long segmentId) {
        if (!mayStart(source, at, position)
                || source.getInt(at + CHECKED_BYTES) != checksum(source, at, segmentId)
                || source.getInt(at + 4) < 0) {
            return null;
        }
        return new RecordHeader(
                position,
                source.getInt(at + 4),
                Short.toUnsignedInt(source.getShort(at + 16)),
                source.get(at + 18),
                source.get(at + 19),
                source.getInt(at + 20));
    }

    private static int checksum(ByteBuffer header, int at, long segmentId) {
        CRC32C crc = new CRC32C();
        for (int shift = 0; shift < Long.SIZE; shift += Byte.SIZE) {
            crc.update((int) (segmentId >>> shift) & 0xFF);
        }
        crc.update(header.slice(at, CHECKED_BYTES));
        return (int) crc.getValue();
    }
}
