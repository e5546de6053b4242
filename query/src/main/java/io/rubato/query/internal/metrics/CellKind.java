package io.rubato.query.internal.metrics;

/// Makes cells, and fills those of many series from a batch.
enum CellKind {
    COUNT {
        @Override
        Cells create(int intervals, Budget budget) {
            return Counts.of(intervals, budget);
        }

        @Override
        void add(Cells[] series, int[] of, Observations observations, Budget budget) {
            Counts.add(series, of, observations);
        }
    },
    MIN {
        @Override
        Cells create(int intervals, Budget budget) {
            return Extremes.of(intervals, false, budget);
        }

        @Override
        void add(Cells[] series, int[] of, Observations observations, Budget budget) {
            Extremes.add(series, of, observations);
        }
    },
    MAX {
        @Override
        Cells create(int intervals, Budget budget) {
            return Extremes.of(intervals, true, budget);
        }

        @Override
        void add(Cells[] series, int[] of, Observations observations, Budget budget) {
            Extremes.add(series, of, observations);
        }
    },
    SUM {
        @Override
        Cells create(int intervals, Budget budget) {
            return Sums.of(intervals, budget);
        }

        @Override
        void add(Cells[] series, int[] of, Observations observations, Budget budget) {
            Sums.add(series, of, observations);
        }
    },
    QUANTILES {
        @Override
        Cells create(int intervals, Budget budget) {
            return Sketches.of(intervals, Buckets.FINE, budget);
        }

        @Override
        void add(Cells[] series, int[] of, Observations observations, Budget budget) {
            Sketches.add(series, of, observations, Buckets.FINE, budget);
        }
    },
    POWERS {
        @Override
        Cells create(int intervals, Budget budget) {
            return Sketches.of(intervals, Buckets.POWERS, budget);
        }

        @Override
        void add(Cells[] series, int[] of, Observations observations, Budget budget) {
            Sketches.add(series, of, observations, Buckets.POWERS, budget);
        }
    };

    abstract Cells create(int intervals, Budget budget);

    /// @param series cells of this kind, by group
    /// @param of the group of each observation
    abstract void add(Cells[] series, int[] of, Observations observations, Budget budget);
}
