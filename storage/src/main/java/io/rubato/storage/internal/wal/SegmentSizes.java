package io.rubato.storage.internal.wal;

/// How large the next segment is: the smallest size that holds what the log came to keep between two releases, so that
/// a log that keeps little is small and one that keeps much has few files. While nothing is released, sizes double.
/// Not thread-safe.
final class SegmentSizes {
    /// A segment so many times larger than one begun now would be is ended early.
    private static final int TOO_LARGE = 4;

    private final WalOptions options;
    private long released;
    private long mostKept;

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

    /// The size of a segment that begins at a position, in bytes, header included.
    long at(long position) {
        // A segment is never quite full, so one counts as full when it is half.
        long bytes = Math.max(mostKept, position - released) + options.firstSegmentBytes() / 2;
        long size = options.firstSegmentBytes();
        while (size < bytes && size < options.segmentBytes()) {
            size *= 2;
        }
        return Math.min(size, options.segmentBytes());
    }

    /// Whether a segment that ends the log is so large that the log is better off with a new one.
    boolean isTooLarge(long segmentBytes, long end) {
        return segmentBytes >= TOO_LARGE * at(end);
    }
}
