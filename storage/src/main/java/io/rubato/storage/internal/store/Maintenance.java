package io.rubato.storage.internal.store;

import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The store's background work, on one thread: heads are flushed, traces moved to one place, blocks merged and
/// retired, the disk watched. Each round does a bounded part of each, so that none keeps the others waiting.
final class Maintenance {
    private static final Logger LOG = LoggerFactory.getLogger(Maintenance.class);
    private static final Duration STOP_WITHIN = Duration.ofSeconds(4);

    private final StoreState state;
    private final Generations generations;
    private final Flushing flushing;
    private final Moving moving;
    private final Merging merging;
    private final Retention retention;
    private final GroupFilters filters;
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("rubato-maintenance").daemon().factory());
    private @Nullable Future<?> ticks;
    private long nextCheckMillis;

    Maintenance(StoreState state, Generations generations, Flushing flushing, NewBlocks newBlocks) {
        this.state = state;
        this.generations = generations;
        this.flushing = flushing;
        this.moving = new Moving(state, newBlocks);
        this.merging = new Merging(state, newBlocks);
        this.retention = new Retention(state);
        this.filters = new GroupFilters(state);
    }

    /// The log must have been replayed.
    void start() {
        flushing.releaseLog();
        ticks = thread.scheduleWithFixedDelay(this::tick, 1, 1, TimeUnit.SECONDS);
    }

    /// Does something between the background work, and waits for it.
    void run(Runnable work) {
        try {
            thread.submit(work).get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        }
    }

    /// Flushes soon.
    void requestFlush() {
        thread.execute(this::flush);
    }

    private void flush() {
        guarded("flush", () -> {
            flushing.run();
            flushing.releaseLog();
        });
    }

    void tick() {
        guarded("disk check", state.disk()::check);
        guarded("freezing", this::freeze);
        flush();
        guarded("search for late traces", () -> state.joins().search(state.view()));
        guarded("moving", moving::run);
        long now = state.now();
        long period = state.options().cut().checkPeriod().toMillis();
        if (now >= nextCheckMillis || now < nextCheckMillis - 2 * period) {
            nextCheckMillis = now + period;
            guarded("retention", retention::run);
            guarded("merging", this::merge);
            guarded("filters of trace ids", filters::run);
        }
    }

    private void freeze() {
        state.lock().lock();
        try {
            generations.advanceByTime();
        } finally {
            state.lock().unlock();
        }
    }

    /// Merges until nothing is left to merge, or a head waits to be flushed.
    private void merge() {
        boolean more = true;
        while (more && !isFlushWaiting()) {
            more = merging.run();
        }
    }

    private boolean isFlushWaiting() {
        state.lock().lock();
        try {
            return generations.frozenCount() > 0;
        } finally {
            state.lock().unlock();
        }
    }

    private void guarded(String what, Runnable work) {
        if (thread.isShutdown()) {
            return;
        }
        try {
            work.run();
        } catch (RuntimeException e) {
            state.events().add(what.replace(' ', '_') + "_failed", 1);
            LOG.error("{} failed and is tried again: {}", what, e.toString(), e);
        }
    }

    /// Lets the work at hand finish, within a few seconds; what is not flushed by then is replayed from the log.
    /// Returns whether it did finish.
    boolean close() {
        if (ticks != null) {
            ticks.cancel(false);
        }
        thread.shutdown();
        try {
            if (thread.awaitTermination(STOP_WITHIN.toSeconds(), TimeUnit.SECONDS)) {
                return true;
            }
            LOG.warn("a block was being written when the store stopped; its spans are in the log");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return false;
    }
}
