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

    Observations(BatchScope batch, int count, int[] rows, int[] intervals) {
        this(batch, count, rows, intervals, NONE);
    }

    /// Those that have a number, with it.
    ///
    /// @param numbers of all rows of the batch, NaN for none
    /// @param finite whether infinite ones are left out
    Observations measured(double[] numbers, boolean finite) {
        double[] all = new double[count];
        double missing = 0;
        for (int i = 0; i < count; i++) {
            all[i] = numbers[rows[i]];
            missing += all[i] * 0;
        }
        // 0 times NaN and times infinity is NaN.
        if (missing == 0) {
            return new Observations(batch, count, rows, intervals, all);
        }
        return kept(all, finite);
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
