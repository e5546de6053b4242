package io.rubato.query.internal.metrics;

import org.jspecify.annotations.Nullable;

/// Distributions of numbers.
@SuppressWarnings("ArrayRecordComponent")
record Sketches(@Nullable Sketch[] sketches, Buckets buckets) implements Cells {
    static Sketches of(int intervals, Buckets buckets, Budget budget) {
        budget.take(8L * intervals);
        return new Sketches(new Sketch[intervals], buckets);
    }

    static void add(Cells[] series, int[] of, Observations observations, Buckets buckets, Budget budget) {
        @Nullable Sketch[][] sketches = new Sketch[series.length][];
        for (int i = 0; i < series.length; i++) {
            sketches[i] = ((Sketches) series[i]).sketches;
        }
        int[] intervals = observations.intervals();
        double[] numbers = observations.values();
        Sketch sketch = null;
        int group = -1;
        int interval = -1;
        for (int i = 0; i < observations.count(); i++) {
            // Neighbours often count in one place.
            if (sketch == null || of[i] != group || intervals[i] != interval) {
                group = of[i];
                interval = intervals[i];
                sketch = sketches[group][interval];
                if (sketch == null) {
                    sketch = Sketch.empty(budget);
                    sketches[group][interval] = sketch;
                }
            }
            sketch.add(numbers[i], buckets, budget);
        }
    }

    @Override
    public Sketches merge(Cells other, Budget budget) {
        Sketches both = of(sketches.length, buckets, budget);
        for (int i = 0; i < sketches.length; i++) {
            Sketch left = sketches[i];
            Sketch right = ((Sketches) other).sketches[i];
            if (left != null && right != null) {
                Sketch sum = Sketch.empty(budget);
                sum.addAll(left, budget);
                sum.addAll(right, budget);
                both.sketches[i] = sum;
            } else {
                both.sketches[i] = left == null ? right : left;
            }
        }
        return both;
    }
}
