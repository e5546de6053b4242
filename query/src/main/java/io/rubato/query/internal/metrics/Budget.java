package io.rubato.query.internal.metrics;

import io.rubato.query.QueryException;
import java.util.concurrent.atomic.AtomicLong;

/// The memory that the series of one query may take. Thread-safe.
final class Budget {
    private final long bytes;
    private final AtomicLong left;

    Budget(long bytes) {
        this.bytes = bytes;
        this.left = new AtomicLong(bytes);
    }

    /// @throws QueryException when that is more than is left
    void take(long wanted) {
        if (left.addAndGet(-wanted) < 0) {
            throw new QueryException("the metrics query needs more than " + (bytes >> 20)
                    + " MiB for its series (expected: fewer groups, a longer step or a shorter range)");
        }
    }
}
