package io.rubato.storage.internal.wal;

/// How a write-ahead log lays out its files and when it answers.
///
/// @param segmentBytes size of one segment file in bytes, header included; a larger record gets a larger segment
/// @param fsync whether [WriteAheadLog#durable] waits for the disk; without it a power cut loses what the
///     operating system had not written yet, a killed process loses nothing
/// @param spareSegments how many files are kept ready for reuse, at most; with at least 1, one is allocated ahead
///     of time in the background; 0 switches reuse and allocation ahead off
public record WalOptions(long segmentBytes, boolean fsync, int spareSegments) {
    static final long SMALLEST_SEGMENT = SegmentHeader.BYTES + 256;

    /// 64 MiB segments, fsync on, four spares.
    public static final WalOptions DEFAULT = new WalOptions(64 << 20, true, 4);

    public WalOptions {
        if (segmentBytes < SMALLEST_SEGMENT) {
            throw new IllegalArgumentException(
                    "segmentBytes is " + segmentBytes + ", expected at least " + SMALLEST_SEGMENT);
        }
        if (spareSegments < 0) {
            throw new IllegalArgumentException("spareSegments is " + spareSegments + ", expected 0 or more");
        }
    }
}
