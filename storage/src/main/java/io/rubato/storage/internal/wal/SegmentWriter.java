package io.rubato.storage.internal.wal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/// The segment that is being written. The buffer is shared by all writers of a log, one after the other: a heap array
/// given to a channel would be copied to a hidden direct buffer of its size, kept for each thread that ever wrote.
final class SegmentWriter {
    /// One write for most requests; larger ones showed no gain, 64 KiB cost 20 % more.
    static final int BUFFER_BYTES = 256 << 10;

    private final Segment segment;
    private final long id;
    private final LogFile file;
    private final long segmentBytes;
    private final ByteBuffer buffer;
    private final CRC32C crc = new CRC32C();
    private long offset = SegmentHeader.BYTES;

    /// Starts a segment in a file whose content does not matter.
    ///
    /// @param segmentBytes the size it should not outgrow
    SegmentWriter(Segment segment, long id, LogFile file, long segmentBytes, ByteBuffer buffer) throws IOException {
        this.segment = segment;
        this.id = id;
        this.file = file;
        this.segmentBytes = segmentBytes;
        this.buffer = buffer;
        file.write(new SegmentHeader(SegmentHeader.VERSION, segment.base(), id).encode(), 0);
    }

    Segment segment() {
        return segment;
    }

    LogFile file() {
        return file;
    }

    /// The position after the last whole record.
    long position() {
        return segment.positionOf(offset);
    }

    /// The position that a full segment ends with.
    long limit() {
        return segment.positionOf(segmentBytes);
    }

    /// Whether so much of it is written that the next one should be prepared. Less, and a store that holds little
    /// would have a spare; more, and the next one would not be ready in time.
    boolean isUnderWay() {
        return offset >= segmentBytes / 4;
    }

    /// A record that is larger than the segment has it to itself.
    boolean takes(long recordBytes) {
        return offset == SegmentHeader.BYTES || offset + recordBytes <= segmentBytes;
    }

    /// Writes a record; when that fails, the next one takes its place.
    void append(WalRecord.Type type, byte[] tenant, byte encoding, byte[] body, int from, int length)
            throws IOException {
        crc.reset();
        crc.update(tenant);
        crc.update(body, from, length);
        RecordHeader header =
                new RecordHeader(position(), length, tenant.length, type.code(), encoding, (int) crc.getValue());
        long end = offset + header.recordBytes();
        try {
            write(header, tenant, body, from, length, end);
        } catch (IOException e) {
            cut(e);
            throw e;
        }
        offset = end;
    }

    private void write(RecordHeader header, byte[] tenant, byte[] body, int from, int length, long end)
            throws IOException {
        buffer.clear();
        header.put(buffer, id);
        long at = put(tenant, 0, tenant.length, offset);
        at = put(body, from, length, at);
        byte[] mark = new byte[endMarkBytes(end)];
        at = put(mark, 0, mark.length, at);
        file.write(buffer.flip(), at);
    }

    /// Copies to the buffer, writing it whenever it is full; returns where the buffer's content belongs.
    private long put(byte[] bytes, int from, int length, long at) throws IOException {
        long target = at;
        int done = 0;
        while (done < length) {
            if (!buffer.hasRemaining()) {
                file.write(buffer.flip(), target);
                target += buffer.limit();
                buffer.clear();
            }
            int part = Math.min(length - done, buffer.remaining());
            buffer.put(bytes, from + done, part);
            done += part;
        }
        return target;
    }

    /// The end mark never makes a file longer than it was laid out: past that there are no old bytes to tell apart.
    private int endMarkBytes(long end) {
        return Math.clamp(segmentBytes - end, 0, RecordHeader.END_MARK_BYTES);
    }

    /// Takes back what a failed write left, as far as the disk lets us. A reader copes with the rest: it is a torn
    /// tail, and the next record overwrites it.
    private void cut(IOException failure) {
        try {
            long keep = Math.max(offset, segmentBytes);
            if (file.size() > keep) {
                file.truncate(keep);
            }
            file.write(ByteBuffer.allocateDirect(endMarkBytes(offset)), offset);
        } catch (IOException e) {
            failure.addSuppressed(e);
        }
    }

    /// Gives back the space after the last record.
    void trim() throws IOException {
        file.truncate(offset);
    }
}
