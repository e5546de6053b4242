package io.rubato.server.internal.http;

import java.util.Arrays;
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

    /// A copy of a range of an array, in memory of its own.
    ///
    /// @throws BodyException when there is none left
    public Body copy(byte[] bytes, int offset, int length) {
        if (!take(length)) {
            throw exhausted();
        }
        return new Body(Arrays.copyOfRange(bytes, offset, offset + length), length, this);
    }

    BodyException exhausted() {
        return new BodyException(
                BodyException.Reason.NO_MEMORY, "too many requests under way: " + (used() >> 20) + " MiB of bodies");
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
