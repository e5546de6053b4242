package io.rubato.query.internal.metrics;

import io.rubato.query.QueryContext;
import io.rubato.query.QueryException;
import io.rubato.query.QueryException.Reason;
import io.rubato.query.QueryMemory;
import java.util.concurrent.atomic.AtomicLong;

/// The memory that the series of one query may take. Thread-safe.
final class Budget {
    private final QueryMemory.Claim memory;
    private final long bytes;
    private final AtomicLong left;

    Budget(QueryContext context) {
        this.memory = context.memory();
        this.bytes = context.limits().memoryBytes();
        this.left = new AtomicLong(bytes);
    }

    /// @throws QueryException when that is more than is left
    void take(long wanted) {
        memory.use(wanted);
        if (left.addAndGet(-wanted) < 0) {
            throw new QueryException(
                    Reason.TOO_LARGE,
                    "the metrics query needs more than " + (bytes >> 20)
                            + " MiB for its series (expected: fewer groups, a longer step or a shorter range)");
        }
    }

    /// Gives back some of what was taken.
    void give(long unused) {
        memory.release(unused);
        left.addAndGet(unused);
    }

    /// Lets go of everything.
    void release() {
        memory.release(bytes - left.getAndSet(bytes));
    }
}
