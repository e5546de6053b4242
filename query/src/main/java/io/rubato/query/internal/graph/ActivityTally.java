package io.rubato.query.internal.graph;

import io.rubato.query.internal.eval.BatchScope;
import io.rubato.query.internal.graph.GraphTally.BoundGraph;
import io.rubato.query.internal.graph.SeriesTally.BoundSeries;
import io.rubato.query.internal.scan.Partial;
import io.rubato.storage.scan.BatchStats;

/// Counts calls and spans of batches that are opened once for both.
record ActivityTally(GraphTally graph, SeriesTally series)
        implements Tally<ActivityTally.BoundActivity, ActivityTally.Both> {
    /// A source with what is asked of it.
    record BoundActivity(BoundGraph graph, BoundSeries series) implements SpanRange.Bound {
        @Override
        public SpanRange range() {
            return graph.range();
        }
    }

    /// Part of both.
    record Both(GraphPartial graph, SeriesPartial series) implements Partial<Both> {
        @Override
        public Both merge(Both other) {
            return new Both(graph.merge(other.graph), series.merge(other.series));
        }
    }

    @Override
    public void add(BoundActivity bound, BatchScope scope, BatchStats stats) {
        graph.add(bound.graph, scope, stats);
        series.add(bound.series, scope, stats);
    }

    @Override
    public Both result() {
        return new Both(graph.result(), series.result());
    }
}
