package io.rubato.storage.internal.wal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Reads a log from its first wanted record to its end. Segments follow each other without a gap: the name of
/// the next one says where a segment's records end, so only in the last segment is an end that breaks off a
/// torn tail.
final class Replay {
    private static final long NONE = Long.MAX_VALUE;

    private final LogFiles files;
    private final List<Segment> segments;
    private final long from;
    private final long least;
    private final RecordHandler handler;
    private final ByteBuffer buffer = ReadWindow.newBuffer();
    private final List<ReplayReport.Damage> damage = new ArrayList<>();
    private long records;
    private long bytes;
    private long end;
    private ReplayReport.@Nullable Damage tornTail;

    /// @param segments in the order of their positions; those that are found to be none are removed
    /// @param least where the log goes on if it ends before that
    Replay(LogFiles files, List<Segment> segments, long from, long least, RecordHandler handler) {
        this.files = files;
        this.segments = segments;
        this.from = from;
        this.least = Math.max(from, least);
        this.handler = handler;
    }

    ReplayReport run() throws IOException {
        while (segments.size() > 1 && isUnwritten(segments.getLast())) {
            Files.deleteIfExists(segments.removeLast().path());
        }
        end = segments.isEmpty() ? 0 : segments.getLast().base();
        if (from > 0 && !segments.isEmpty() && segments.getFirst().base() > from) {
            Segment first = segments.getFirst();
            lose(first, from, first.base(), "the segments before this one are missing");
        }
        for (int i = 0; i < segments.size(); i++) {
            long next = i + 1 < segments.size() ? segments.get(i + 1).base() : NONE;
            if (next > from) {
                read(segments.get(i), next);
            }
        }
        return new ReplayReport(records, bytes, Math.max(end, least), Math.max(0, least - end), tornTail, damage);
    }

    /// Whether a power loss left a segment's name, but nothing that was written to the file. Then what was
    /// written to the segment before may be lost in part, too, and records to come get its positions: left in
    /// place, the name would cut the new segment off where this one began.
    private boolean isUnwritten(Segment segment) throws IOException {
        try (LogFile file = files.open(segment.path())) {
            file.force();
            ReadWindow window = new ReadWindow(file, buffer, file.size());
            if (window.size() < SegmentHeader.BYTES) {
                return true;
            }
            SegmentHeader header = headerOf(window);
            return header == null
                    ? SegmentHeader.isBlank(window.buffer(), window.index(0, SegmentHeader.BYTES))
                    : header.version() == SegmentHeader.VERSION && header.base() != segment.base();
        } catch (ReadWindow.Unreadable e) {
            return false;
        }
    }

    private static @Nullable SegmentHeader headerOf(ReadWindow window) throws ReadWindow.Unreadable {
        int start = window.index(0, SegmentHeader.BYTES);
        SegmentHeader first = SegmentHeader.parse(window.buffer(), start);
        return first != null ? first : SegmentHeader.parse(window.buffer(), start + SegmentHeader.SECOND_COPY);
    }

    /// @param next position of the next segment's first record, or NONE
    private void read(Segment segment, long next) throws IOException {
        try (LogFile file = files.open(segment.path())) {
            // What a killed process wrote may be in memory only; blocks made of it must not outlive it.
            file.force();
            long size = file.size();
            SegmentHeader header = null;
            ReadWindow window = new ReadWindow(file, buffer, size);
            try {
                header = header(segment, window, next);
            } catch (ReadWindow.Unreadable e) {
                loseRest(segment, segment.base(), size, next, "cannot be read: " + e.getMessage());
            }
            if (header != null) {
                scan(segment, window, header.id(), next);
                if (next == NONE) {
                    trim(segment, file, size);
                }
            }
        }
    }

    private @Nullable SegmentHeader header(Segment segment, ReadWindow window, long next)
            throws IOException, ReadWindow.Unreadable {
        if (window.size() < SegmentHeader.BYTES) {
            return unusable(segment, window, next, true, "the file is too short for a header");
        }
        int start = window.index(0, SegmentHeader.BYTES);
        SegmentHeader first = SegmentHeader.parse(window.buffer(), start);
        SegmentHeader second = SegmentHeader.parse(window.buffer(), start + SegmentHeader.SECOND_COPY);
        SegmentHeader header = first != null ? first : second;
        if (header == null) {
            boolean blank = SegmentHeader.isBlank(window.buffer(), start);
            return unusable(segment, window, next, blank, "the header is broken");
        }
        if (header.version() != SegmentHeader.VERSION) {
            throw new IOException("segment " + segment.path() + " has format version " + header.version()
                    + ", expected " + SegmentHeader.VERSION + ": it was written by another version of the program");
        }
        if (header.base() != segment.base()) {
            return unusable(segment, window, next, true, "the header is that of position " + header.base());
        }
        if (first == null || second == null) {
            String copy = first == null ? "first" : "second";
            lose(segment, segment.base(), segment.base(), "the " + copy + " copy of the header is broken");
        }
        return header;
    }

    /// A last segment without a header of its own is no loss: the file got its name, then the machine died before
    /// its first write was on the disk, so nothing in it was acknowledged.
    private @Nullable SegmentHeader unusable(
            Segment segment, ReadWindow window, long next, boolean neverWritten, String reason) {
        if (next != NONE || !neverWritten) {
            loseRest(segment, segment.base(), window.size(), next, reason);
        }
        return null;
    }

    private void scan(Segment segment, ReadWindow window, long id, long next) throws IOException {
        long limit = next == NONE ? window.size() : Math.min(window.size(), segment.offsetOf(next));
        SegmentScan scan = new SegmentScan(window, segment, id, limit, from, handler, damage);
        try {
            scan.run();
            end = segment.positionOf(scan.good());
            if (next == NONE) {
                cutTail(segment, scan.tornBytes());
            } else if (end < next) {
                lose(segment, end, next, "no whole record before the next segment");
            }
        } catch (ReadWindow.Unreadable e) {
            String reason = "cannot be read: " + e.getMessage();
            loseRest(segment, segment.positionOf(scan.good()), window.size(), next, reason);
        }
        records += scan.records();
        bytes += scan.bytes();
    }

    private void cutTail(Segment segment, long torn) {
        if (torn > 0 && end >= from) {
            tornTail = new ReplayReport.Damage(segment.path(), end, end + torn, "torn while it was written");
        }
    }

    /// What was allocated ahead goes back to the disk, because the log goes on in another file. Torn bytes stay
    /// for whoever wants to look at them; the next segment's name keeps them out of the log.
    private void trim(Segment segment, LogFile file, long size) throws IOException {
        long used = segment.offsetOf(end);
        if (tornTail == null && used < size) {
            file.truncate(used);
        }
    }

    /// Everything from `start` to the next segment or the end of the file. No later record gets a position that a
    /// record in there may have.
    private void loseRest(Segment segment, long start, long size, long next, String reason) {
        if (next != NONE) {
            lose(segment, start, next, reason);
            return;
        }
        end = Math.max(start, segment.positionOf(size));
        lose(segment, start, end, reason);
    }

    private void lose(Segment segment, long start, long to, String reason) {
        if (to >= from) {
            damage.add(new ReplayReport.Damage(segment.path(), Math.max(start, from), to, reason));
        }
    }
}
