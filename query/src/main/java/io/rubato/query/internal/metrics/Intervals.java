package io.rubato.query.internal.metrics;

import io.rubato.query.TimeSteps;
import io.rubato.query.internal.eval.BatchScope;
import io.rubato.storage.scan.BatchStats;
import io.rubato.storage.scan.Bits;
import io.rubato.storage.scan.SpanField;
import java.util.Arrays;

/// Finds the interval each span starts in. Rows are ordered by trace, not by time, so that each is worked out by
/// itself: a multiplication and a correction instead of a division, which costs several times more.
final class Intervals {
    private final long first;
    private final long length;
    private final long step;
    private final double inverse;

    Intervals(TimeSteps steps) {
        this.first = steps.afterNanos() + 1;
        this.length = steps.stepNanos() * steps.count();
        this.step = steps.stepNanos();
        this.inverse = 1.0 / step;
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
        for (int i = 0; i < count; i++) {
            long offset = starts[rows[i]] - first;
            int interval = (int) (offset * inverse);
            long rest = offset - interval * step;
            intervals[i] = interval + (rest < 0 ? -1 : rest >= step ? 1 : 0);
        }
        return intervals;
    }
}
