package io.rubato.server.internal.http;

import java.util.concurrent.atomic.AtomicLong;

/// The memory that bodies still arriving or not yet acknowledged may take together, so that many large requests at once
/// are refused instead of filling the heap. Safe for concurrent use.
public final class BodyBudget {
    private final long limit;
    private final AtomicLong used = new AtomicLong();

    /// @param limit bytes
    public BodyBudget(long limit) {
        this.limit = limit;
    }

    boolean take(int bytes) {
        if (used.addAndGet(bytes) > limit) {
            used.addAndGet(-bytes);
            return false;
        }
        return true;
    }

    void give(int bytes) {
        used.addAndGet(-bytes);
    }

    /// Bytes in use now.
    public long used() {
        return used.get();
    }
}
