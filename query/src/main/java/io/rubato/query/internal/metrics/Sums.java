package io.rubato.query.internal.metrics;

/// Sums and numbers of summands. A sum is kept as two doubles of which the second is the rounding error of the first
/// (Knuth's TwoSum), so that the order of adding does not show in the result.
@SuppressWarnings("ArrayRecordComponent")
record Sums(double[] high, double[] low, long[] counts) implements Cells {
    static Sums of(int intervals, Budget budget) {
        budget.take(24L * intervals);
        return new Sums(new double[intervals], new double[intervals], new long[intervals]);
    }

    static void add(Cells[] series, int[] of, Observations observations) {
        int[] intervals = observations.intervals();
        double[] numbers = observations.values();
        for (int i = 0; i < observations.count(); i++) {
            Sums sums = (Sums) series[of[i]];
            sums.add(intervals[i], numbers[i]);
            sums.counts[intervals[i]]++;
        }
    }

    private void add(int i, double number) {
        double a = high[i];
        double sum = a + number;
        double part = sum - a;
        low[i] += (a - (sum - part)) + (number - part);
        high[i] = sum;
    }

    double sum(int interval) {
        double both = high[interval] + low[interval];
        // The error of an infinite sum is NaN.
        return Double.isFinite(high[interval]) ? both : high[interval];
    }

    @Override
    public Sums merge(Cells other, Budget budget) {
        budget.take(24L * counts.length);
        Sums both = new Sums(high.clone(), low.clone(), counts.clone());
        Sums more = (Sums) other;
        for (int i = 0; i < counts.length; i++) {
            both.add(i, more.high[i]);
            both.low[i] += more.low[i];
            both.counts[i] += more.counts[i];
        }
        return both;
    }
}
