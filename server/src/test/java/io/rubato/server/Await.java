package io.rubato.server;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/// Waits for what another thread does.
public final class Await {
    private static final Duration LONGEST = Deadline.LONGEST;

    private Await() {}

    /// @throws AssertionError when it has not come true before a test that hangs is ended
    public static void until(String what, BooleanSupplier condition) {
        long deadline = System.nanoTime() + LONGEST.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("not within " + LONGEST + ": " + what);
            }
            LockSupport.parkNanos(2_000_000);
        }
    }
}
