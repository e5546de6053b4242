package io.rubato.bench;

import java.util.Arrays;

/// Durations in nanoseconds, all kept. Safe for use by several threads.
final class Latencies {
    private long[] values = new long[1_024];
    private int size;

    synchronized void add(long nanos) {
        if (size == values.length) {
            values = Arrays.copyOf(values, size * 2);
        }
        values[size++] = nanos;
    }

    synchronized int size() {
        return size;
    }

    /// The smallest value that at least `share` of all values do not exceed (nearest rank), in
    /// milliseconds; 0 if there are none. 0.5 is the median, 1 the largest.
    double millis(double share) {
        long[] sorted = copy();
        if (sorted.length == 0) {
            return 0;
        }
        Arrays.sort(sorted);
        int rank = (int) Math.ceil(share * sorted.length);
        return sorted[Math.min(sorted.length, Math.max(1, rank)) - 1] / 1e6;
    }

    private synchronized long[] copy() {
        return Arrays.copyOf(values, size);
    }
}
