package io.rubato.query.internal.metrics;

import io.rubato.query.MetricsRequest;
import io.rubato.query.MetricsResult;
import io.rubato.query.ProgressListener;
import io.rubato.query.QueryContext;
import io.rubato.query.QueryMetrics;
import io.rubato.query.internal.scan.Bindings;
import io.rubato.query.internal.scan.Morsel;
import io.rubato.query.internal.scan.Turns;
import io.rubato.storage.scan.SpanSource;
import java.util.ArrayList;
import java.util.List;

/// One metrics query over one snapshot.
public final class Metrics {
    private static final ProgressListener<MetricsResult> NOBODY = new ProgressListener<>() {
        @Override
        public boolean wants() {
            return false;
        }

        @Override
        public void progressed(MetricsResult part, int done, int total) {}
    };

    private final MetricsRequest request;
    private final Plan plan;
    private final Intervals intervals;
    private final Bindings<BoundSource> sources;
    private final long bytes;

    /// @throws io.rubato.query.QueryException for a query that is none of metrics or cannot be executed
    public Metrics(List<SpanSource> all, MetricsRequest request, QueryContext context) {
        this.request = request;
        this.plan = Plan.of(request);
        this.intervals = new Intervals(request.steps());
        this.sources =
                new Bindings<>(all, intervals::overlaps, source -> BoundSource.of(source, plan.leaves()), context);
        this.bytes = all.stream().mapToLong(SpanSource::bytes).sum();
    }

    /// @throws io.rubato.query.QueryException when it is cancelled, takes too long, or takes too much memory
    public MetricsResult run(QueryContext context) {
        return run(NOBODY, context);
    }

    /// Tells the listener what the batches visited so far make of each series.
    ///
    /// @throws io.rubato.query.QueryException when it is cancelled, takes too long, or takes too much memory
    public MetricsResult run(ProgressListener<MetricsResult> listener, QueryContext context) {
        Budget budget = new Budget(context);
        List<Worker> workers = new ArrayList<>();
        for (int i = 0; i < context.parallelism(); i++) {
            workers.add(new Worker(plan.leaves(), intervals, budget));
        }
        List<Morsel> morsels = sources.morsels();
        Turns.Step<Worker> step = (worker, morsel) -> sources.visit(morsel, bound -> worker.add(bound, morsel));
        Turns<Worker> turns = new Turns<>(morsels, step, context);
        turns.run(workers, visited -> {
            if (visited < morsels.size() && listener.wants()) {
                Budget merging = new Budget(context);
                listener.progressed(result(workers, merging), visited, morsels.size());
                merging.release();
            }
        });
        return result(workers, budget);
    }

    private MetricsResult result(List<Worker> workers, Budget merging) {
        MetricsPartial found = workers.stream()
                .map(worker -> worker.result(merging))
                .reduce(MetricsPartial::merge)
                .orElseThrow();
        QueryMetrics metrics = new QueryMetrics(
                found.inspectedTraces(),
                found.inspectedSpans(),
                found.inspectedBytes(),
                sources.sources().size(),
                bytes);
        return new Presentation(request, plan).of(plan.lines(found.series()), metrics);
    }
}
