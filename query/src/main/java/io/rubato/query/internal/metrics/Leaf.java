package io.rubato.query.internal.metrics;

import io.rubato.query.internal.eval.Binder;
import io.rubato.traceql.Pipeline;
import java.util.List;

/// A metrics stage with the pipeline that feeds it. Thread-safe.
sealed interface Leaf permits OverTimeLeaf, CompareLeaf {
    /// Where its spans come from.
    Pipeline pipeline();

    /// A table for one thread to fill.
    Table table(Budget budget);

    /// @throws io.rubato.query.QueryException for a regular expression that is none
    Bound bind(Binder binder);

    /// What is shown in the end.
    List<Line> lines(SeriesPartial found);

    /// The stage over one source. Thread-safe.
    @FunctionalInterface
    interface Bound {
        /// @param table one that the stage made
        void collect(Observations observations, Table table);
    }
}
