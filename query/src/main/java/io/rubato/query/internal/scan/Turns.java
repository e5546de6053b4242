package io.rubato.query.internal.scan;

import io.rubato.query.QueryContext;
import io.rubato.storage.DamagedException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;

/// Runs batches through workers, as many as the context allows at a time. They take turns with other queries that use
/// the same threads.
public final class Turns<W> {
    private static final long TURN_NANOS = 20_000_000;
    private final List<Morsel> morsels;
    private final Step<W> step;
    private final QueryContext context;
    private final AtomicInteger next = new AtomicInteger();

    public Turns(List<Morsel> morsels, Step<W> step, QueryContext context) {
        this.morsels = morsels;
        this.step = step;
        this.context = context;
    }

    /// Works through one batch. A worker is used by one thread at a time.
    @FunctionalInterface
    public interface Step<W> {
        /// @throws DamagedException when the batch cannot be read, which is reported
        void take(W worker, Morsel morsel);
    }

    /// @param watcher told between rounds, when no worker works, how many batches were begun
    /// @throws io.rubato.query.QueryException when the context says to stop or memory does not do
    public void run(List<W> workers, IntConsumer watcher) {
        while (next.get() < morsels.size()) {
            context.check();
            if (workers.size() == 1) {
                turn(workers.getFirst());
            } else {
                List<CompletableFuture<Void>> running = new ArrayList<>();
                for (W worker : workers) {
                    running.add(CompletableFuture.runAsync(() -> turn(worker), context.executor()));
                }
                await(running);
            }
            watcher.accept(Math.min(next.get(), morsels.size()));
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

    private void turn(W worker) {
        long end = System.nanoTime() + TURN_NANOS;
        do {
            int number = next.getAndIncrement();
            if (number >= morsels.size()) {
                return;
            }
            context.check();
            try {
                step.take(worker, morsels.get(number));
            } catch (DamagedException damage) {
                context.report(damage);
            }
        } while (System.nanoTime() < end);
    }
}
