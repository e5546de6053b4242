package io.rubato.storage.internal.head;

import java.util.Arrays;
import java.util.function.IntPredicate;

/// When the traces of a head begin and end, Unix nanoseconds. Immutable.
final class TraceTimes {
    /// Times within an hour of most are never distant.
    private static final long LEAST_MARGIN = 3_600_000_000_000L;

    /// Evenly spread times lie within half the length of their middle half beside it; others are spread wider.
    private static final long MARGIN_FACTOR = 4;

    private final long[] starts;
    private final long[] ends;

    private TraceTimes(long[] starts, long[] ends) {
        this.starts = starts;
        this.ends = ends;
    }

    static TraceTimes of(Head head) {
        int traces = head.published().traces();
        long[] starts = new long[traces];
        long[] ends = new long[traces];
        for (int trace = 0; trace < traces; trace++) {
            long start = Long.MAX_VALUE;
            long end = Long.MIN_VALUE;
            for (int row = head.traces.lastRow(trace); row >= 0; row = head.previousRows.get(row)) {
                long from = head.starts.get(row);
                start = Math.min(start, from);
                end = Math.max(end, plus(from, Math.max(0, head.durations.get(row))));
            }
            starts[trace] = start;
            ends[trace] = end;
        }
        return new TraceTimes(starts, ends);
    }

    int traces() {
        return starts.length;
    }

    /// The earliest start of a span of the trace.
    long start(int trace) {
        return starts[trace];
    }

    /// The traces, by number, that begin or end far outside of the time in which most of them lie: wrong clocks, data
    /// sent long afterwards, traces that take very long. They would stretch the bounds of every batch that has one.
    IntPredicate distant() {
        if (starts.length == 0) {
            return trace -> false;
        }
        long[] sorted = starts.clone();
        Arrays.sort(sorted);
        long early = sorted[sorted.length / 4];
        long late = sorted[sorted.length - 1 - sorted.length / 4];
        long width = plus(late, early == Long.MIN_VALUE ? Long.MAX_VALUE : -early);
        long margin = width < 0 || width > Long.MAX_VALUE / MARGIN_FACTOR
                ? Long.MAX_VALUE
                : Math.max(LEAST_MARGIN, MARGIN_FACTOR * width);
        long from = plus(early, -margin);
        long to = plus(late, margin);
        return trace -> starts[trace] < from || ends[trace] > to;
    }

    /// The sum, or what is nearest to it.
    private static long plus(long a, long b) {
        long sum = a + b;
        boolean overflow = ((a ^ sum) & (b ^ sum)) < 0;
        return !overflow ? sum : a < 0 ? Long.MIN_VALUE : Long.MAX_VALUE;
    }
}
