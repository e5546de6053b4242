package io.rubato.query.internal.metrics;

/// What one thread gathers for one stage.
sealed interface Table permits SeriesTable, CompareTable {
    /// To be looked at before more is added.
    ///
    /// @param merging the memory that merging it with others may take
    SeriesPartial result(Budget merging);
}
