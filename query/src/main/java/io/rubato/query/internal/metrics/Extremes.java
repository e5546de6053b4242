package io.rubato.query.internal.metrics;

import java.util.Arrays;

/// Smallest or largest numbers; NaN where there was none.
@SuppressWarnings("ArrayRecordComponent")
record Extremes(double[] values, boolean largest) implements Cells {
    static Extremes of(int intervals, boolean largest, Budget budget) {
        budget.take(8L * intervals);
        double[] values = new double[intervals];
        Arrays.fill(values, Double.NaN);
        return new Extremes(values, largest);
    }

    static void add(Cells[] series, int[] of, Observations observations) {
        int[] intervals = observations.intervals();
        double[] numbers = observations.values();
        for (int i = 0; i < observations.count(); i++) {
            ((Extremes) series[of[i]]).add(intervals[i], numbers[i]);
        }
    }

    private void add(int interval, double number) {
        double before = values[interval];
        // Not so for NaN, which stands for none.
        if (!(largest ? before >= number : before <= number)) {
            values[interval] = number;
        }
    }

    @Override
    public Extremes merge(Cells other, Budget budget) {
        budget.take(8L * values.length);
        Extremes both = new Extremes(values.clone(), largest);
        for (int i = 0; i < values.length; i++) {
            double number = ((Extremes) other).values[i];
            if (!Double.isNaN(number)) {
                both.add(i, number);
            }
        }
        return both;
    }
}
