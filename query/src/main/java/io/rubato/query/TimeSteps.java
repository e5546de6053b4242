package io.rubato.query;

import java.time.Duration;

/// The time axis of a metrics query: intervals of equal length, each open on the left, closed on the right, and named
/// by
/// its right edge. Unix nanoseconds.
///
/// Alignment is Tempo's (since 2.9): the start is floored to the step and the end ceiled, then one interval is put in
/// front, so that the first point lies at or before the start asked for.
///
/// @param afterNanos where the first interval begins, itself not included
/// @param stepNanos length of an interval
/// @param count how many there are
/// @param seconds what `rate()` divides by
public record TimeSteps(long afterNanos, long stepNanos, int count, double seconds) {
    /// More are refused.
    public static final int MOST = 10_000;

    /// Points are told apart by their milliseconds.
    private static final long SHORTEST = 1_000_000;

    private static final long SECOND = 1_000_000_000;
    private static final long FINEST = SECOND / 20;
    private static final int USUAL = 240;
    private static final long[] UNITS = {3_600 * SECOND, 300 * SECOND, 60 * SECOND, 15 * SECOND, 5 * SECOND, SECOND};

    /// Checks that the last interval ends within what nanoseconds can tell.
    public TimeSteps {
        if (stepNanos < 1 || count < 1 || Math.multiplyHigh(stepNanos, count) != 0) {
            throw new IllegalArgumentException("steps: " + count + " of " + stepNanos + " ns (expected: at least 1)");
        }
        Math.addExact(afterNanos, Math.multiplyExact(stepNanos, count));
    }

    /// Points on multiples of the step that cover a range.
    ///
    /// @throws QueryException for an empty range, or a step that cuts it into more than [#MOST]
    public static TimeSteps aligned(long startNanos, long endNanos, long stepNanos) {
        check(startNanos, endNanos);
        long shortest = Math.max(SHORTEST, Math.ceilDiv(endNanos - startNanos, MOST));
        if (stepNanos < shortest) {
            throw new QueryException(
                    "step of " + text(stepNanos) + " is too small, minimum step for given range is " + text(shortest));
        }
        long first = Math.floorDiv(startNanos, stepNanos) - 1;
        long last = Math.ceilDiv(endNanos, stepNanos);
        return new TimeSteps(first * stepNanos, stepNanos, (int) (last - first), (double) stepNanos / SECOND);
    }

    /// One interval, which begins after `startNanos` and includes `endNanos`: of two ranges, one of which ends
    /// where the other begins, each span counts in one.
    ///
    /// @throws QueryException for an empty range
    public static TimeSteps whole(long startNanos, long endNanos) {
        check(startNanos, endNanos);
        return new TimeSteps(startNanos, endNanos - startNanos, 1, (double) (endNanos - startNanos) / SECOND);
    }

    private static void check(long startNanos, long endNanos) {
        if (startNanos >= endNanos) {
            throw new QueryException("end must be greater than start");
        }
        // A step more on both sides has to fit.
        if (startNanos < 0 || endNanos > Long.MAX_VALUE / 2) {
            throw new QueryException("start and end must be times between 1970 and 2116");
        }
    }

    /// The step for a range where none is asked for: about 240 points on round times.
    public static long usualStep(long startNanos, long endNanos) {
        long range = Math.max(1, endNanos - startNanos);
        long step = range / USUAL;
        for (long unit : UNITS) {
            if (step > unit) {
                return step - step % unit;
            }
        }
        return range < 60 * SECOND ? Math.max(FINEST, step - step % FINEST) : SECOND;
    }

    /// The last nanosecond of the last interval.
    public long endNanos() {
        return afterNanos + stepNanos * count;
    }

    /// The right edge of an interval, Unix milliseconds.
    public long timestampMillis(int interval) {
        return Math.floorDiv(afterNanos + stepNanos * (interval + 1), 1_000_000);
    }

    private static String text(long nanos) {
        Duration duration = Duration.ofNanos(nanos);
        if (nanos < 1_000) {
            return nanos + "ns";
        }
        return duration.toSeconds() == 0 ? trimmed(nanos, 1_000_000, "ms") : trimmed(nanos, SECOND, "s");
    }

    private static String trimmed(long nanos, long unit, String name) {
        String text = java.math.BigDecimal.valueOf(nanos)
                .divide(java.math.BigDecimal.valueOf(unit))
                .stripTrailingZeros()
                .toPlainString();
        return text + name;
    }
}
