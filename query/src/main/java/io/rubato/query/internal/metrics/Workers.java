package io.rubato.query.internal.metrics;

import io.rubato.query.QueryContext;
import io.rubato.query.internal.scan.Morsel;
import io.rubato.storage.DamagedException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicInteger;

/// Runs batches through workers, as many as the context allows at a time. They take turns with other queries that use
/// the same threads.
final class Workers {
    private static final long TURN_NANOS = 20_000_000;
    private final List<BoundSource> sources;
    private final List<Morsel> morsels;
    private final QueryContext context;
    private final AtomicInteger next = new AtomicInteger();

    Workers(List<BoundSource> sources, List<Morsel> morsels, QueryContext context) {
        this.sources = sources;
        this.morsels = morsels;
        this.context = context;
    }

    /// @throws io.rubato.query.QueryException when the context says to stop or memory does not do
    void run(List<Worker> workers) {
        while (next.get() < morsels.size()) {
            context.check();
            if (workers.size() == 1) {
                turn(workers.getFirst());
                continue;
            }
            List<CompletableFuture<Void>> running = new ArrayList<>();
            for (Worker worker : workers) {
                running.add(CompletableFuture.runAsync(() -> turn(worker), context.executor()));
            }
            await(running);
        }
    }

    private static void await(List<CompletableFuture<Void>> running) {
        RuntimeException failure = null;
        for (CompletableFuture<Void> one : running) {
            try {
                one.join();
            } catch (CompletionException e) {
                failure = e.getCause() instanceof RuntimeException cause ? cause : e;
            }
        }
        if (failure != null) {
            throw failure;
        }
    }

    private void turn(Worker worker) {
        long end = System.nanoTime() + TURN_NANOS;
        do {
            int number = next.getAndIncrement();
            if (number >= morsels.size()) {
                return;
            }
            context.check();
            Morsel morsel = morsels.get(number);
            try {
                worker.add(sources.get(morsel.source()), morsel);
            } catch (DamagedException damage) {
                context.report(damage);
            }
        } while (System.nanoTime() < end);
    }
}
