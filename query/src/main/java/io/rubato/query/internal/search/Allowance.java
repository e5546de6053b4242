package io.rubato.query.internal.search;

import io.rubato.query.QueryContext;
import io.rubato.query.QueryException;
import io.rubato.query.QueryException.Reason;
import io.rubato.query.QueryMemory;

/// Bytes that may be used. Not thread-safe.
final class Allowance {
    private final long limit;
    private final String what;
    private final String expected;
    private final QueryMemory.Claim memory;
    private final long before;
    private long used;

    private Allowance(QueryMemory.Claim memory, long limit, long used, String what, String expected) {
        this.memory = memory;
        this.before = used;
        this.limit = limit;
        this.used = used;
        this.what = what;
        this.expected = expected;
    }

    /// @param used by what is kept already
    static Allowance ofMemory(QueryContext context, long used) {
        return new Allowance(
                context.memory(),
                context.limits().memoryBytes(),
                used,
                "the query needs more memory",
                "a smaller limit, or fewer values to group by");
    }

    static Allowance ofResult(QueryContext context) {
        return new Allowance(
                context.memory(),
                context.limits().resultBytes(),
                0,
                "the answer is larger",
                "a smaller limit, fewer spans per spanset, or fewer groups");
    }

    /// @throws QueryException when that is more than is left, or than all queries may use together
    void take(long bytes) {
        memory.use(bytes);
        used += bytes;
        if (used > limit) {
            throw new QueryException(Reason.TOO_LARGE, what + " than " + limit + " bytes (expected: " + expected + ")");
        }
    }

    /// Lets go of what was taken.
    void release() {
        memory.release(used - before);
        used = before;
    }
}
