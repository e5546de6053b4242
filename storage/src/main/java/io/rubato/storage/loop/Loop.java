package io.rubato.storage.loop;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A daemon thread that waits for work, does a round of it, and so on until it is closed or the wait says so. Whatever
/// a round throws, errors of the machine included, ends that round only: it is counted and logged, at most once a
/// minute, and the next round begins after a pause. Safe for concurrent use; closed by whoever made it.
public final class Loop implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Loop.class);
    private static final Duration PAUSE = Duration.ofSeconds(1);
    private static final long LOG_EVERY_NANOS = TimeUnit.MINUTES.toNanos(1);

    private final String name;
    private final Wait wait;
    private final Step round;
    private final Duration pause;
    private final Thread thread;
    private final AtomicLong failures = new AtomicLong();
    private volatile long wellNanos = System.nanoTime();
    private volatile boolean waiting = true;
    private volatile boolean failing;
    private volatile boolean failed;
    private volatile boolean closed;
    private long loggedNanos = System.nanoTime() - LOG_EVERY_NANOS;
    private long unlogged;

    /// Waits until there is something to do.
    @FunctionalInterface
    public interface Wait {
        /// @return false to end the loop
        boolean await() throws InterruptedException;
    }

    /// Does something that may fail.
    @FunctionalInterface
    public interface Step {
        /// @throws InterruptedException when the loop was closed meanwhile
        void run() throws Exception;
    }

    /// @param name of the thread, after `rubato-`, and in figures
    public Loop(String name, Wait wait, Step round) {
        this(name, "rubato-" + name, wait, round, PAUSE);
    }

    /// One of several that do the same for different things.
    ///
    /// @param which names the thread besides
    public Loop(String name, String which, Wait wait, Step round) {
        this(name, "rubato-" + name + "-" + which, wait, round, PAUSE);
    }

    /// @param pause after a round that failed
    Loop(String name, Wait wait, Step round, Duration pause) {
        this(name, "rubato-" + name, wait, round, pause);
    }

    private Loop(String name, String threadName, Wait wait, Step round, Duration pause) {
        this.name = name;
        this.wait = wait;
        this.round = round;
        this.pause = pause;
        this.thread = Thread.ofPlatform().daemon().name(threadName).unstarted(this::run);
    }

    /// A loop with the same pause between any two rounds, and before the first.
    public static Loop every(Duration delay, String name, Step round) {
        return new Loop(
                name,
                () -> {
                    Thread.sleep(delay);
                    return true;
                },
                round);
    }

    /// Starts it, once.
    ///
    /// @return this loop
    public Loop start() {
        wellNanos = System.nanoTime();
        thread.start();
        return this;
    }

    public LoopStatus status() {
        boolean isWell = waiting && !failing;
        double age = isWell ? 0 : (System.nanoTime() - wellNanos) / 1e9;
        return new LoopStatus(name, failures.get(), age);
    }

    private void run() {
        boolean threw = false;
        while (!closed) {
            try {
                if (!wait.await()) {
                    return;
                }
                waiting = false;
                if (threw) {
                    threw = false;
                    Thread.sleep(pause);
                }
                failed = false;
                round.run();
                failing = failed;
            } catch (InterruptedException interrupted) {
                if (closed) {
                    return;
                }
            } catch (Throwable failure) {
                failed("a round", failure);
                failing = true;
                threw = true;
            } finally {
                if (!failing) {
                    wellNanos = System.nanoTime();
                }
                waiting = true;
            }
        }
    }

    /// Does a part of the present round. Whatever it throws ends this part only. For the loop's own thread.
    ///
    /// @param what names the part in the log
    /// @return whether it did not fail
    public boolean part(String what, Step work) throws InterruptedException {
        try {
            work.run();
            return true;
        } catch (InterruptedException interrupted) {
            throw interrupted;
        } catch (Throwable failure) {
            failed = true;
            failed(what, failure);
            return false;
        }
    }

    /// Neither counting nor logging may end the loop: there may be no memory for them.
    private void failed(String what, Throwable failure) {
        failures.incrementAndGet();
        try {
            long now = System.nanoTime();
            if (now - loggedNanos < LOG_EVERY_NANOS) {
                unlogged++;
                return;
            }
            loggedNanos = now;
            LOG.error("{}: {} failed: {} ({} other failures were not logged)", name, what, failure, unlogged, failure);
            unlogged = 0;
        } catch (Throwable again) {
            unlogged++;
        }
    }

    /// Interrupts what it does and waits for its end.
    ///
    /// @param most how long
    /// @return whether it has ended
    public boolean close(Duration most) {
        cancel();
        return awaitEnd(most);
    }

    /// Interrupts what it does.
    public void cancel() {
        closed = true;
        thread.interrupt();
    }

    /// Waits for the end of a loop that was told to end, however long that takes; keeps an interrupt for the caller.
    public void awaitEnd() {
        Threads.join(thread);
    }

    /// Waits for the end of a loop that was told to end.
    ///
    /// @return whether it has ended
    public boolean awaitEnd(Duration most) {
        try {
            return thread.getState() == Thread.State.NEW || thread.join(most);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    @Override
    public void close() {
        close(Duration.ofSeconds(2));
    }
}
