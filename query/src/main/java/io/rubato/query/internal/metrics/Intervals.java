package io.rubato.query.internal.metrics;

import io.rubato.query.TimeSteps;
import io.rubato.query.internal.eval.BatchScope;
import io.rubato.storage.scan.Batch;
import io.rubato.storage.scan.BatchStats;
import io.rubato.storage.scan.Bits;
import io.rubato.storage.scan.SpanField;

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
        int[] found = new int[scope.batch().rows()];
        boolean inside = stats.minStart() >= first && stats.maxStart() <= first + length - 1;
        if (inside && (stats.minStart() - first) / step == (stats.maxStart() - first) / step) {
            int count = members(rows, found);
            int[] same = new int[count];
            java.util.Arrays.fill(same, (int) ((stats.minStart() - first) / step));
            return new Observations(scope, count, found, same);
        }
        int[] intervals = new int[found.length];
        int members = members(rows, found);
        int count = locate(scope.batch(), found, members, intervals);
        return new Observations(scope, count, found, intervals);
    }

    private static int members(Bits rows, int[] found) {
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
        return count;
    }

    /// Keeps the rows in range.
    private int locate(Batch batch, int[] rows, int members, int[] intervals) {
        long[] starts = batch.longs(SpanField.START);
        int count = 0;
        for (int i = 0; i < members; i++) {
            int row = rows[i];
            long offset = starts[row] - first;
            // Unsigned: not before the first interval and not after the last in one comparison.
            boolean inside = offset + Long.MIN_VALUE < length + Long.MIN_VALUE;
            int interval = (int) (offset * inverse);
            long rest = offset - interval * step;
            rows[count] = row;
            intervals[count] = interval + (rest < 0 ? -1 : rest >= step ? 1 : 0);
            count += inside ? 1 : 0;
        }
        return count;
    }
}
