package io.rubato.storage.internal.wal;

/// How large the next segment is: the smallest size that holds what the log came to keep between two releases, so that
/// a log that keeps little is small and one that keeps much has few files. While nothing is released, sizes double.
/// They also do while segments are full within a second, for files that follow each other faster cost more than they
/// save. Not thread-safe. Times are those of [System#nanoTime].
final class SegmentSizes {
    /// A segment so many times larger than one begun now would be is ended early.
    private static final int TOO_LARGE = 4;

    private static final long FAST_NANOS = 1_000_000_000L;
    private static final long SLOW_NANOS = 4 * FAST_NANOS;

    private final WalOptions options;
    private long released;
    private long mostKept;
    private long lastBytes;
    private long lastBegin;
    private long lastBegan;

    SegmentSizes(WalOptions options) {
        this.options = options;
    }

    /// @param position the log keeps nothing before it
    void start(long position) {
        released = position;
    }

    /// @param position the log keeps nothing before it any more
    /// @param end of the log
    void release(long position, long end) {
        mostKept = Math.max(0, end - released);
        released = Math.max(released, position);
    }

    /// Chooses the size of the segment that begins now, in bytes, header included.
    long begin(long position, long now) {
        lastBytes = at(position, position, now);
        lastBegin = position;
        lastBegan = now;
        return lastBytes;
    }

    /// The size of a segment that begins at a position, in bytes, header included.
    ///
    /// @param end of the log, at most the position
    long at(long position, long end, long now) {
        // A segment is never quite full, so one counts as full when it is half.
        long bytes = Math.max(mostKept, position - released) + options.firstSegmentBytes() / 2;
        long size = options.firstSegmentBytes();
        while (size < bytes && size < options.segmentBytes()) {
            size *= 2;
        }
        return Math.min(Math.max(size, leastForSpeed(end, now)), options.segmentBytes());
    }

    private long leastForSpeed(long end, long now) {
        double nanosWhenFull = (double) (now - lastBegan) * lastBytes / Math.max(1, end - lastBegin);
        if (nanosWhenFull < FAST_NANOS) {
            return 2 * lastBytes;
        }
        return nanosWhenFull < SLOW_NANOS ? lastBytes : 0;
    }

    /// Whether the segment that was begun last is so large that the log is better off with a new one.
    boolean isTooLarge(long end, long now) {
        return lastBytes >= TOO_LARGE * at(end, end, now);
    }
}
