package io.rubato.query;

import io.rubato.storage.DamagedException;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;

/// What bounds the work on one question: a deadline, cancellation, limits, and the threads it may use. Thread-safe.
public final class QueryContext {
    private final Duration timeout;
    private final long deadline;
    private final Executor executor;
    private final int parallelism;
    private final QueryLimits limits;
    private final Queue<DamagedException> damaged = new ConcurrentLinkedQueue<>();
    private volatile boolean cancelled;

    private QueryContext(Duration timeout, Executor executor, int parallelism, QueryLimits limits) {
        this.timeout = timeout;
        this.deadline = System.nanoTime() + timeout.toNanos();
        this.executor = executor;
        this.parallelism = parallelism;
        this.limits = limits;
    }

    /// Works in the calling thread; the time runs from now on.
    public static QueryContext withTimeout(Duration timeout) {
        return withTimeout(timeout, Runnable::run, 1);
    }

    /// Works on up to `parallelism` batches at a time in `executor`; the time runs from now on. The calling thread
    /// waits, so it must not be the executor's only one.
    public static QueryContext withTimeout(Duration timeout, Executor executor, int parallelism) {
        return withTimeout(timeout, executor, parallelism, QueryLimits.DEFAULT);
    }

    /// The same with other limits than [QueryLimits#DEFAULT].
    public static QueryContext withTimeout(Duration timeout, Executor executor, int parallelism, QueryLimits limits) {
        return new QueryContext(timeout, executor, Math.max(1, parallelism), limits);
    }

    /// Ends the work soon.
    public void cancel() {
        cancelled = true;
    }

    public Executor executor() {
        return executor;
    }

    public int parallelism() {
        return parallelism;
    }

    public QueryLimits limits() {
        return limits;
    }

    /// Notes damage that was met; the work goes on without what is damaged.
    public void report(DamagedException damage) {
        damaged.add(damage);
    }

    /// The damage met so far: with any, the answer is not complete.
    public List<DamagedException> damage() {
        return List.copyOf(damaged);
    }

    /// @throws QueryException when time is up or the question was cancelled
    public void check() {
        if (cancelled) {
            throw new QueryException("the query was cancelled");
        }
        if (System.nanoTime() - deadline >= 0) {
            throw new QueryException("the query took longer than " + timeout.toMillis() + " ms");
        }
    }
}
