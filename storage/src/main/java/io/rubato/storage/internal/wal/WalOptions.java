package io.rubato.storage.internal.wal;

/// How a write-ahead log lays out its files and when it answers.
///
/// @param firstSegmentBytes size of the first segment file in bytes, header included, and the least of a later one;
///     sizes double from it while the log grows
/// @param segmentBytes the most a segment file has in bytes, header included; a larger record gets a larger segment
/// @param fsync whether [WriteAheadLog#durable] waits for the disk; without it a power cut loses what the
///     operating system had not written yet, a killed process loses nothing
/// @param spareSegments how many files are kept ready for reuse, at most; with at least 1, one is laid out ahead
///     of time in the background; 0 switches reuse and laying out ahead off
public record WalOptions(long firstSegmentBytes, long segmentBytes, boolean fsync, int spareSegments) {
    static final long SMALLEST_SEGMENT = SegmentHeader.BYTES + 256;

    /// So that a store that holds little takes little.
    private static final long FIRST_SEGMENT = 1 << 20;

    /// Segments of 1 to 64 MiB, fsync on, one spare.
    public static final WalOptions DEFAULT = new WalOptions(64 << 20, true, 1);

    public WalOptions {
        if (firstSegmentBytes < SMALLEST_SEGMENT) {
            throw new IllegalArgumentException(
                    "firstSegmentBytes is " + firstSegmentBytes + ", expected at least " + SMALLEST_SEGMENT);
        }
        if (segmentBytes < firstSegmentBytes) {
            throw new IllegalArgumentException("segmentBytes is " + segmentBytes
                    + ", expected at least the size of the first segment, " + firstSegmentBytes);
        }
        if (spareSegments < 0) {
            throw new IllegalArgumentException("spareSegments is " + spareSegments + ", expected 0 or more");
        }
    }

    /// The first segment has 1 MiB, or `segmentBytes` where that is less.
    public WalOptions(long segmentBytes, boolean fsync, int spareSegments) {
        this(Math.min(FIRST_SEGMENT, segmentBytes), segmentBytes, fsync, spareSegments);
    }
}
