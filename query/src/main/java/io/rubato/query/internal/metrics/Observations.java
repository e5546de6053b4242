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
        int[] keptRows = new int[count];
        int[] keptIntervals = new int[count];
        double[] values = new double[count];
        double most = finite ? Double.MAX_VALUE : Double.POSITIVE_INFINITY;
        int kept = 0;
        for (int i = 0; i < count; i++) {
            int row = rows[i];
            double number = numbers[row];
            keptRows[kept] = row;
            keptIntervals[kept] = intervals[i];
            values[kept] = number;
            // Not so for NaN.
            kept += Math.abs(number) <= most ? 1 : 0;
        }
        return new Observations(batch, kept, keptRows, keptIntervals, values);
    }
}
