package io.rubato.storage.internal.store;

import io.rubato.storage.loop.Loop;
import io.rubato.storage.loop.LoopStatus;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The store's background work, on one thread: heads are flushed, traces moved to one place, blocks merged and
/// retired, the disk watched. Everything gets its turn in each round, for one step, so that none keeps the others
/// waiting, however much comes in; what has more to do gets another round at once.
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
    private final ClockWatch clock;
    private final BlockingQueue<Runnable> asked = new LinkedBlockingQueue<>();
    private final Loop loop = new Loop("maintenance", this::awaitTurn, this::turn);
    private volatile boolean closed;
    private @Nullable Runnable next;
    private boolean isMoreToFlush;
    private boolean isMoreToMerge;
    private boolean areFiltersMissing;
    private long checkedNanos;

    Maintenance(
            StoreState state, Generations generations, Flushing flushing, NewBlocks newBlocks, Retention retention) {
        this.state = state;
        this.generations = generations;
        this.flushing = flushing;
        this.moving = new Moving(state, newBlocks);
        this.merging = new Merging(state, newBlocks);
        this.retention = retention;
        this.filters = new GroupFilters(state);
        this.clock = new ClockWatch(state::now, System::nanoTime);
        this.checkedNanos = System.nanoTime() - checkNanos();
    }

    /// The log must have been replayed.
    void start() {
        flushing.releaseLog();
        loop.start();
    }

    /// Does something between the background work, and waits for it.
    void run(Runnable work) {
        FutureTask<?> task = new FutureTask<>(work, null);
        asked.add(task);
        try {
            task.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        }
    }

    /// Flushes soon.
    void requestFlush() {
        if (asked.isEmpty()) {
            asked.add(this::roundAsked);
        }
    }

    /// Makes rounds, the first with all that is done from time to time, until nothing is left to do, and waits for
    /// that.
    void settle() {
        run(() -> {
            checkedNanos = System.nanoTime() - checkNanos();
            do {
                roundAsked();
            } while (isMore());
        });
    }

    private void roundAsked() {
        try {
            round();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    LoopStatus status() {
        return loop.status();
    }

    /// When the wall clock was last set, or null.
    @Nullable
    String clockJump() {
        return clock.jump();
    }

    private boolean awaitTurn() throws InterruptedException {
        next = isMore() ? asked.poll() : asked.poll(1, TimeUnit.SECONDS);
        return !closed;
    }

    private void turn() throws InterruptedException {
        Runnable work = next;
        if (work == null) {
            round();
        } else {
            work.run();
        }
    }

    private boolean isMore() {
        return isMoreToFlush || isMoreToMerge || areFiltersMissing;
    }

    private void round() throws InterruptedException {
        isMoreToFlush = false;
        part("clock check", this::checkClock);
        part("disk check", state.disk()::check);
        part("freezing", this::freeze);
        part("flush", this::flush);
        part("search for late traces", () -> state.joins().search(state.view()));
        part("moving", moving::run);
        boolean isDue = System.nanoTime() - checkedNanos >= checkNanos();
        if (isDue) {
            checkedNanos = System.nanoTime();
            part("retention", retention::run);
        }
        // While heads wait, merging has to wait as well, but not for ever.
        if (isDue || isMoreToMerge && !isMoreToFlush) {
            isMoreToMerge = false;
            part("merging", () -> isMoreToMerge = merging.run());
        }
        if (isDue || areFiltersMissing && !isMoreToFlush) {
            areFiltersMissing = false;
            part("filters of trace ids", () -> areFiltersMissing = filters.run());
        }
    }

    private long checkNanos() {
        return state.options().cut().checkPeriod().toNanos();
    }

    private void checkClock() {
        if (clock.look()) {
            state.events().add("clock_jumps", 1);
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

    private void flush() {
        isMoreToFlush = flushing.run();
        flushing.releaseLog();
    }

    private void part(String what, Loop.Step work) throws InterruptedException {
        if (!closed && !loop.part(what, work)) {
            state.events().add(what.replace(' ', '_') + "_failed", 1);
        }
    }

    /// Lets the work at hand finish, within a few seconds; what is not flushed by then is replayed from the log.
    /// Returns whether it did finish.
    boolean close() {
        closed = true;
        // Not interrupted: that would close the files it works with.
        asked.add(this::roundAsked);
        if (loop.awaitEnd(STOP_WITHIN)) {
            return true;
        }
        LOG.warn("a block was being written when the store stopped; its spans are in the log");
        return false;
    }
}
