package io.rubato.server.internal.log;

import java.util.concurrent.atomic.AtomicLong;

/// Lets one line a second into the log, so that who causes them cannot fill it. Safe for concurrent use.
public final class Seldom {
    private static final long EVERY_NANOS = 1_000_000_000;

    private final AtomicLong next = new AtomicLong(System.nanoTime());
    private final AtomicLong leftOut = new AtomicLong();

    /// Writes the line if it is time.
    ///
    /// @param line given how many were left out since the last one
    public void log(Line line) {
        long due = next.get();
        long now = System.nanoTime();
        if (now - due >= 0 && next.compareAndSet(due, now + EVERY_NANOS)) {
            line.write(leftOut.getAndSet(0));
        } else {
            leftOut.incrementAndGet();
        }
    }

    /// Writes a line.
    @FunctionalInterface
    public interface Line {
        void write(long leftOut);
    }
}
