package io.rubato.storage.internal.wal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/// One pass over a segment's records. Every length is checked against the file and the header's checksum before
/// anything is allocated or skipped by it.
final class SegmentScan {
    private final ReadWindow window;
    private final Segment segment;
    private final long id;
    private final long limit;
    private final long from;
    private final RecordHandler handler;
    private final List<ReplayReport.Damage> damage;
    private final CRC32C crc = new CRC32C();
    private byte[] tenantBytes = new byte[0];
    private String tenant = "";
    private long good = SegmentHeader.BYTES;
    private long records;
    private long bytes;

    /// @param limit offset where the segment's records end at the latest
    /// @param from position of the first record that is wanted; those before are only stepped over
    SegmentScan(
            ReadWindow window,
            Segment segment,
            long id,
            long limit,
            long from,
            RecordHandler handler,
            List<ReplayReport.Damage> damage) {
        this.window = window;
        this.segment = segment;
        this.id = id;
        this.limit = limit;
        this.from = from;
        this.handler = handler;
        this.damage = damage;
    }

    long records() {
        return records;
    }

    long bytes() {
        return bytes;
    }

    /// The offset after the last whole record.
    long good() {
        return good;
    }

    void run() throws IOException, ReadWindow.Unreadable {
        long offset = SegmentHeader.BYTES;
        while (offset >= 0) {
            RecordHeader header = headerAt(offset);
            if (header == null) {
                offset = nextHeader(offset + 1);
                continue;
            }
            long end = offset + header.recordBytes();
            if (end > limit) {
                return;
            }
            take(header, offset, end);
            offset = end;
        }
    }

    private void take(RecordHeader header, long offset, long end) throws IOException, ReadWindow.Unreadable {
        if (header.position() < from) {
            good = end;
            return;
        }
        WalRecord record = recordAt(offset, header);
        if (record == null) {
            return;
        }
        if (offset > good && header.position() > from) {
            damage.add(new ReplayReport.Damage(
                    segment.path(),
                    Math.max(from, segment.positionOf(good)),
                    header.position(),
                    "checksum mismatch; reading goes on with the next whole record"));
        }
        good = end;
        records++;
        bytes += header.recordBytes();
        handler.accept(record, segment.positionOf(end));
    }

    private @Nullable RecordHeader headerAt(long offset) throws ReadWindow.Unreadable {
        if (offset + RecordHeader.BYTES > limit) {
            return null;
        }
        int index = window.index(offset, RecordHeader.BYTES);
        return RecordHeader.parse(window.buffer(), index, segment.positionOf(offset), id);
    }

    /// Looks at every byte for the next header that knows its own position; -1 when there is none.
    private long nextHeader(long offset) throws ReadWindow.Unreadable {
        ByteBuffer buffer = window.buffer();
        for (long at = offset; at + RecordHeader.BYTES <= limit; at++) {
            int index = window.index(at, RecordHeader.BYTES);
            if (RecordHeader.mayStart(buffer, index, segment.positionOf(at)) && headerAt(at) != null) {
                return at;
            }
        }
        return -1;
    }

    private @Nullable WalRecord recordAt(long offset, RecordHeader header) throws ReadWindow.Unreadable {
        byte[] name = new byte[header.tenantLength()];
        byte[] body = new byte[header.bodyLength()];
        window.copy(offset + RecordHeader.BYTES, name);
        window.copy(offset + RecordHeader.BYTES + name.length, body);
        crc.reset();
        crc.update(name);
        crc.update(body);
        if ((int) crc.getValue() != header.payloadCrc()) {
            return null;
        }
        return new WalRecord(new WalRecord.Type(header.type()), tenantOf(name), header.encoding(), body);
    }

    private String tenantOf(byte[] name) {
        if (!Arrays.equals(name, tenantBytes)) {
            tenantBytes = name;
            tenant = new String(name, StandardCharsets.UTF_8);
        }
        return tenant;
    }

    /// How many bytes of a record that was being written stand after the last whole one, as far as that can be told.
    long tornBytes() throws ReadWindow.Unreadable {
        RecordHeader header = headerAt(good);
        if (header != null) {
            return Math.min(header.recordBytes(), limit - good);
        }
        long mark = Math.min(limit, good + RecordHeader.END_MARK_BYTES);
        return window.lastNonZero(good, mark) == good ? 0 : window.lastNonZero(good, limit) - good;
    }
}
