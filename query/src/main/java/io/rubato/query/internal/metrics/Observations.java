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
    Observations measured(double[] numbers) {
        int[] keptRows = new int[count];
        int[] keptIntervals = new int[count];
        double[] values = new double[count];
        int kept = 0;
        for (int i = 0; i < count; i++) {
            int row = rows[i];
            double number = numbers[row];
            keptRows[kept] = row;
            keptIntervals[kept] = intervals[i];
            values[kept] = number;
            kept += Double.isNaN(number) ? 0 : 1;
        }
        return new Observations(batch, kept, keptRows, keptIntervals, values);
    }
}
