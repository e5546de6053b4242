package io.rubato.query.internal.metrics;

/// Numbers of spans.
@SuppressWarnings("ArrayRecordComponent")
record Counts(long[] counts) implements Cells {
    static Counts of(int intervals, Budget budget) {
        budget.take(8L * intervals);
        return new Counts(new long[intervals]);
    }

    static void add(Cells[] series, int[] of, Observations observations) {
        long[][] counts = new long[series.length][];
        for (int i = 0; i < series.length; i++) {
            counts[i] = ((Counts) series[i]).counts;
        }
        int[] intervals = observations.intervals();
        int count = observations.count();
        for (int i = 0; i < count; i++) {
            counts[of[i]][intervals[i]]++;
        }
    }

    @Override
    public Counts merge(Cells other, Budget budget) {
        Counts sum = of(counts.length, budget);
        for (int i = 0; i < counts.length; i++) {
            sum.counts[i] = counts[i] + ((Counts) other).counts[i];
        }
        return sum;
    }
}
