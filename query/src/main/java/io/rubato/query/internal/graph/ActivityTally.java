package io.rubato.query.internal.graph;

import io.rubato.query.internal.eval.BatchScope;
import io.rubato.query.internal.scan.Partial;
import io.rubato.storage.scan.BatchStats;

/// Counts calls and spans of batches that are opened once for both.
record ActivityTally(GraphTally graph, SeriesTally series) implements Tally<ActivityTally.Both> {
    /// Part of both.
    record Both(GraphPartial graph, SeriesPartial series) implements Partial<Both> {
        @Override
        public Both merge(Both other) {
            return new Both(graph.merge(other.graph), series.merge(other.series));
        }
    }

    @Override
    public void add(int source, BatchScope scope, BatchStats stats) {
        graph.add(source, scope, stats);
        series.add(source, scope, stats);
    }

    @Override
    public Both result() {
        return new Both(graph.result(), series.result());
    }
}
