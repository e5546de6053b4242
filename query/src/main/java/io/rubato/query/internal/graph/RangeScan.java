package io.rubato.query.internal.graph;

import io.rubato.query.QueryContext;
import io.rubato.query.internal.eval.BatchScope;
import io.rubato.query.internal.scan.Morsel;
import io.rubato.query.internal.scan.Partial;
import io.rubato.query.internal.scan.Turns;
import io.rubato.storage.scan.SpanSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/// Runs the batches that have spans of a range through tallies, one for each thread.
final class RangeScan {
    private RangeScan() {}

    /// @throws io.rubato.query.QueryException when the context says to stop or memory does not do
    static <P extends Partial<P>> P run(
            List<SpanRange> ranges, Supplier<? extends Tally<P>> tallies, QueryContext context) {
        List<Morsel> morsels = new ArrayList<>();
        for (int i = 0; i < ranges.size(); i++) {
            ranges.get(i).morsels(i, morsels);
        }
        List<Tally<P>> workers = IntStream.range(0, Math.clamp(morsels.size(), 1, context.parallelism()))
                .<Tally<P>>mapToObj(i -> tallies.get())
                .toList();
        Turns.Step<Tally<P>> step = (worker, morsel) -> {
            SpanSource source = ranges.get(morsel.source()).source();
            worker.add(morsel.source(), new BatchScope(source, morsel.batch(), context::check), morsel.stats());
        };
        new Turns<>(morsels, step, context).run(workers, visited -> {});
        return workers.stream().map(Tally::result).reduce(Partial::merge).orElseThrow();
    }
}
