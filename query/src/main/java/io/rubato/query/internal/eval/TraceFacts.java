package io.rubato.query.internal.eval;

import io.rubato.storage.scan.Batch;
import io.rubato.storage.scan.SpanField;
import org.jspecify.annotations.Nullable;

/// Extent and root of each trace of a batch, the hidden ones included. Not thread-safe.
public final class TraceFacts {
    private final Batch batch;
    private long @Nullable [] starts;
    private long @Nullable [] ends;
    private int @Nullable [] roots;

    TraceFacts(Batch batch) {
        this.batch = batch;
    }

    /// The earliest span start, Unix nanoseconds.
    public long start(int trace) {
        if (starts == null) {
            starts = new long[batch.traces()];
            long[] times = batch.longs(SpanField.START);
            int[] first = batch.traceStarts();
            for (int t = 0; t < starts.length; t++) {
                long start = Long.MAX_VALUE;
                for (int row = first[t]; row < first[t + 1]; row++) {
                    start = Math.min(start, times[row]);
                }
                starts[t] = start;
            }
        }
        return starts[trace];
    }

    /// The latest span end; a span that ends before it starts counts as ending where it starts.
    public long end(int trace) {
        if (ends == null) {
            ends = new long[batch.traces()];
            long[] times = batch.longs(SpanField.START);
            long[] durations = batch.longs(SpanField.DURATION);
            int[] first = batch.traceStarts();
            for (int t = 0; t < ends.length; t++) {
                long end = Long.MIN_VALUE;
                for (int row = first[t]; row < first[t + 1]; row++) {
                    end = Math.max(end, end(times[row], durations[row]));
                }
                ends[t] = end;
            }
        }
        return ends[trace];
    }

    private static long end(long start, long duration) {
        long end = start + Math.max(0, duration);
        return end < start ? Long.MAX_VALUE : end;
    }

    public long duration(int trace) {
        long duration = end(trace) - start(trace);
        return duration < 0 ? Long.MAX_VALUE : duration;
    }

    /// The row of the earliest span without a parent id, or -1; of several that start together the one with the lowest
    /// id, so that the order of rows does not matter.
    public int root(int trace) {
        if (roots == null) {
            roots = new int[batch.traces()];
            long[] parentIds = batch.longs(SpanField.PARENT_ID);
            int[] first = batch.traceStarts();
            for (int t = 0; t < roots.length; t++) {
                int root = -1;
                for (int row = first[t]; row < first[t + 1]; row++) {
                    if (parentIds[row] == 0 && (root < 0 || compare(batch, row, root) < 0)) {
                        root = row;
                    }
                }
                roots[t] = root;
            }
        }
        return roots[trace];
    }

    /// Orders rows of one trace by start, then span id; the rest tells spans of one id apart.
    public static int compare(Batch batch, int left, int right) {
        long[] times = batch.longs(SpanField.START);
        if (times[left] != times[right]) {
            return Long.compare(times[left], times[right]);
        }
        long[] ids = batch.longs(SpanField.SPAN_ID);
        if (ids[left] != ids[right]) {
            return Long.compareUnsigned(ids[left], ids[right]);
        }
        long[] durations = batch.longs(SpanField.DURATION);
        if (durations[left] != durations[right]) {
            return Long.compare(durations[right], durations[left]);
        }
        long[] parentIds = batch.longs(SpanField.PARENT_ID);
        return Long.compareUnsigned(parentIds[left], parentIds[right]);
    }
}
