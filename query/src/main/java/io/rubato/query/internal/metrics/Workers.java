package io.rubato.query.internal.metrics;

import io.rubato.query.QueryContext;
import io.rubato.query.internal.scan.Morsel;
import io.rubato.query.internal.scan.Turns;
import java.util.List;
import java.util.function.IntConsumer;

/// Runs batches through workers that gather series.
final class Workers {
    private final Turns<Worker> turns;

    Workers(List<BoundSource> sources, List<Morsel> morsels, QueryContext context) {
        this.turns =
                new Turns<>(morsels, (worker, morsel) -> worker.add(sources.get(morsel.source()), morsel), context);
    }

    /// @param watcher told between rounds, when no worker works, how many batches were begun
    /// @throws io.rubato.query.QueryException when the context says to stop or memory does not do
    void run(List<Worker> workers, IntConsumer watcher) {
        turns.run(workers, watcher);
    }
}
