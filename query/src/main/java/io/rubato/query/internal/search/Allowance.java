package io.rubato.query.internal.search;

import io.rubato.query.QueryException;

/// Bytes that may be used. Not thread-safe.
final class Allowance {
    private final long limit;
    private final String what;
    private final String expected;
    private long used;

    private Allowance(long limit, long used, String what, String expected) {
        this.limit = limit;
        this.used = used;
        this.what = what;
        this.expected = expected;
    }

    /// @param used by what is kept already
    static Allowance ofMemory(long limit, long used) {
        return new Allowance(
                limit, used, "the query needs more memory", "a smaller limit, or fewer values to group by");
    }

    static Allowance ofResult(long limit) {
        return new Allowance(
                limit, 0, "the answer is larger", "a smaller limit, fewer spans per spanset, or fewer groups");
    }

    /// @throws QueryException when that is more than is left
    void take(long bytes) {
        used += bytes;
        if (used > limit) {
            throw new QueryException(what + " than " + limit + " bytes (expected: " + expected + ")");
        }
    }
}
