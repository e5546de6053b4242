package io.rubato.query.internal.metrics;

/// What is known of each interval of one series. Filled by one thread, then immutable.
sealed interface Cells permits Counts, Extremes, Sums, Sketches {
    /// Both together, as new cells of the same kind. Associative and commutative.
    Cells merge(Cells other, Budget budget);
}
