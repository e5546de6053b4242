package io.rubato.query.internal.metrics;

import io.rubato.query.internal.eval.BatchScope;
import io.rubato.query.internal.scan.Morsel;
import io.rubato.query.internal.spanset.SpansetPlan;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Gathers what one thread at a time finds in the batches it is given, so that there is little left to merge.
final class Worker {
    private final Intervals intervals;
    private final List<Table> tables = new ArrayList<>();
    private long traces;
    private long spans;
    private long bytes;

    Worker(List<Leaf> leaves, Intervals intervals, Budget budget) {
        this.intervals = intervals;
        leaves.forEach(leaf -> tables.add(leaf.table(budget)));
    }

    /// @throws io.rubato.storage.DamagedException when the batch cannot be read; mostly before any of it counts
    void add(BoundSource bound, Morsel morsel) {
        BatchScope scope = new BatchScope(bound.source(), morsel.batch());
        @Nullable Observations[] known = new Observations[bound.spans().size()];
        for (int i = 0; i < tables.size(); i++) {
            int pipeline = bound.pipelines().get(i);
            SpansetPlan plan = bound.spans().get(pipeline);
            Observations observations = known[pipeline];
            if (observations == null && plan.batches().get(morsel.batch())) {
                observations = intervals.of(scope, plan.evaluate(scope).rows(), morsel.stats());
                known[pipeline] = observations;
            }
            if (observations != null && observations.count() > 0) {
                bound.leaves().get(i).collect(observations, tables.get(i));
            }
        }
        traces += scope.batch().traces();
        spans += scope.batch().rows();
        bytes += scope.batch().bytesRead();
    }

    /// To be looked at before the next batch is added.
    ///
    /// @param merging the memory that merging it with others may take
    MetricsPartial result(Budget merging) {
        return new MetricsPartial(
                tables.stream().map(table -> table.result(merging)).toList(), traces, spans, bytes);
    }
}
