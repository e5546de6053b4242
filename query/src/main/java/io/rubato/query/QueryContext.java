package io.rubato.query;

import io.rubato.query.QueryException.Reason;
import io.rubato.storage.DamagedException;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/// What bounds the work on one question: a deadline, cancellation, limits, and the threads it may use. Thread-safe.
public final class QueryContext {
    private final Duration timeout;
    private final long deadline;
    private final Executor executor;
    private final int parallelism;
    private final QueryLimits limits;
    private final QueryMemory.Claim memory;
    private final Queue<DamagedException> damaged = new ConcurrentLinkedQueue<>();
    private volatile boolean cancelled;
    private volatile @Nullable Explanation explanation;

    private QueryContext(Duration timeout, Executor executor, int parallelism, QueryLimits limits, QueryMemory memory) {
        this.timeout = timeout;
        this.deadline = System.nanoTime() + timeout.toNanos();
        this.executor = executor;
        this.parallelism = parallelism;
        this.limits = limits;
        this.memory = memory.claim(limits.memoryBytes());
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
        return withTimeout(timeout, executor, parallelism, limits, new QueryMemory(Long.MAX_VALUE / 2));
    }

    /// The same, with other queries that use the same memory. Whoever sends the answer closes [#memory()] when it has
    /// been sent.
    public static QueryContext withTimeout(
            Duration timeout, Executor executor, int parallelism, QueryLimits limits, QueryMemory memory) {
        return new QueryContext(timeout, executor, Math.max(1, parallelism), limits, memory);
    }

    /// Ends the work soon.
    public void cancel() {
        cancelled = true;
    }

    /// Has what is done written down from now on.
    public void explain(Explanation into) {
        explanation = into;
    }

    /// Where what is done is written down, or null.
    public @Nullable Explanation explanation() {
        return explanation;
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

    /// What the query and its answer take.
    public QueryMemory.Claim memory() {
        return memory;
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
            throw new QueryException(Reason.CANCELLED, "the query was cancelled");
        }
        if (System.nanoTime() - deadline >= 0) {
            throw new QueryException(Reason.TIMED_OUT, "the query took longer than " + timeout.toMillis() + " ms");
        }
    }
}
