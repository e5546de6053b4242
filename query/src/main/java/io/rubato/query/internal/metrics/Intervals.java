package io.rubato.query.internal.metrics;

import io.rubato.query.TimeSteps;
import io.rubato.query.internal.eval.BatchScope;
import io.rubato.storage.scan.BatchStats;
import io.rubato.storage.scan.Bits;
import io.rubato.storage.scan.SpanField;
import java.util.Arrays;

/// Finds the interval each span starts in: mostly that of the span before, since spans of a trace and traces in a batch
/// follow each other closely.
final class Intervals {
    private final long first;
    private final long length;
    private final long step;

    Intervals(TimeSteps steps) {
        this.first = steps.afterNanos() + 1;
        this.length = steps.stepNanos() * steps.count();
        this.step = steps.stepNanos();
    }

    /// Whether a span of the batch may start in any of them.
    boolean overlaps(BatchStats stats) {
        return stats.maxStart() >= first && stats.minStart() <= first + length - 1;
    }

    /// @param rows those that count
    Observations of(BatchScope scope, Bits rows, BatchStats stats) {
        int[] found = members(rows);
        boolean inside = stats.minStart() >= first && stats.maxStart() <= first + length - 1;
        if (inside && (stats.minStart() - first) / step == (stats.maxStart() - first) / step) {
            int[] same = new int[found.length];
            Arrays.fill(same, (int) ((stats.minStart() - first) / step));
            return new Observations(scope, found.length, found, same);
        }
        long[] starts = scope.batch().longs(SpanField.START);
        int count = inside ? found.length : inRange(starts, found);
        return new Observations(scope, count, found, locate(starts, found, count));
    }

    private static int[] members(Bits rows) {
        int[] found = new int[rows.count()];
        long[] words = rows.words();
        int count = 0;
        for (int w = 0; w < words.length; w++) {
            long word = words[w];
            if (word == -1L) {
                for (int i = 0; i < 64; i++) {
                    found[count + i] = (w << 6) + i;
                }
                count += 64;
                continue;
            }
            for (; word != 0; word &= word - 1) {
                found[count++] = (w << 6) + Long.numberOfTrailingZeros(word);
            }
        }
        return found;
    }

    /// Moves the rows in range to the front.
    private int inRange(long[] starts, int[] rows) {
        int count = 0;
        for (int row : rows) {
            rows[count] = row;
            // Unsigned: not before the first interval and not after the last in one comparison.
            count += starts[row] - first + Long.MIN_VALUE < length + Long.MIN_VALUE ? 1 : 0;
        }
        return count;
    }

    private int[] locate(long[] starts, int[] rows, int count) {
        int[] intervals = new int[count];
        int interval = 0;
        long from = first;
        for (int i = 0; i < count; i++) {
            long after = starts[rows[i]] - from;
            if (after < 0 || after >= step) {
                interval = (int) ((starts[rows[i]] - first) / step);
                from = first + interval * step;
            }
            intervals[i] = interval;
        }
        return intervals;
    }
}
