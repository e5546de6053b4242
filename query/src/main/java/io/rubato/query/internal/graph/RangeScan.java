package io.rubato.query.internal.graph;

import io.rubato.query.QueryContext;
import io.rubato.query.internal.eval.BatchScope;
import io.rubato.query.internal.scan.Bindings;
import io.rubato.query.internal.scan.Morsel;
import io.rubato.query.internal.scan.Partial;
import io.rubato.query.internal.scan.Turns;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/// Runs the batches that may have spans of a range through tallies, one for each thread.
final class RangeScan {
    private RangeScan() {}

    /// @throws io.rubato.query.QueryException when the context says to stop or memory does not do
    static <B extends SpanRange.Bound, P extends Partial<P>> P run(
            Bindings<B> sources, Supplier<? extends Tally<B, P>> tallies, QueryContext context) {
        List<Morsel> morsels = sources.morsels();
        List<Tally<B, P>> workers = IntStream.range(0, Math.clamp(morsels.size(), 1, context.parallelism()))
                .<Tally<B, P>>mapToObj(i -> tallies.get())
                .toList();
        Turns.Step<Tally<B, P>> step = (worker, morsel) -> sources.visit(morsel, bound -> {
            BatchScope scope = new BatchScope(sources.source(morsel), morsel.batch(), context::check);
            worker.add(bound, scope, morsel.stats());
        });
        new Turns<>(morsels, step, context).run(workers, visited -> {});
        return workers.stream().map(Tally::result).reduce(Partial::merge).orElseThrow();
    }
}
