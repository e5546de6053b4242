package io.rubato.query.internal.metrics;

import io.rubato.query.internal.eval.BatchScope;

/// Spans of one batch that count, with the interval that each starts in.
///
/// @param count how many; the arrays may be longer
/// @param rows their rows
/// @param intervals 0 for the first
/// @param values what was measured of them, empty where nothing is
@SuppressWarnings("ArrayRecordComponent")
record Observations(BatchScope batch, int count, int[] rows, int[] intervals, double[] values) {
    private static final double[] NONE = {};
    private static final long EXPONENT = 0x7FF0_0000_0000_0000L;
    private static final long EXPONENT_ONE = 0x0010_0000_0000_0000L;

    Observations(BatchScope batch, int count, int[] rows, int[] intervals) {
        this(batch, count, rows, intervals, NONE);
    }

    /// Those that have a number, with it.
    ///
    /// @param numbers of all rows of the batch, NaN for none
    /// @param finite whether infinite ones are left out
    Observations measured(double[] numbers, boolean finite) {
        double[] all = count == batch.batch().rows() ? numbers : gathered(numbers);
        return allFinite(all) ? new Observations(batch, count, rows, intervals, all) : kept(all, finite);
    }

    private double[] gathered(double[] numbers) {
        double[] all = new double[count];
        for (int i = 0; i < count; i++) {
            all[i] = numbers[rows[i]];
        }
        return all;
    }

    /// The exponent of NaN and of infinity is all ones, so that one more overflows into the sign.
    private boolean allFinite(double[] all) {
        long overflow = 0;
        for (int i = 0; i < count; i++) {
            overflow |= (Double.doubleToRawLongBits(all[i]) & EXPONENT) + EXPONENT_ONE;
        }
        return overflow >= 0;
    }

    private Observations kept(double[] all, boolean finite) {
        double most = finite ? Double.MAX_VALUE : Double.POSITIVE_INFINITY;
        int[] keptRows = new int[count];
        int[] keptIntervals = new int[count];
        double[] values = new double[count];
        int kept = 0;
        for (int i = 0; i < count; i++) {
            double number = all[i];
            keptRows[kept] = rows[i];
            keptIntervals[kept] = intervals[i];
            values[kept] = number;
            // Not so for NaN.
            kept += Math.abs(number) <= most ? 1 : 0;
        }
        return new Observations(batch, kept, keptRows, keptIntervals, values);
    }
}
