package io.rubato.examples.serving;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/// Waits for a condition.
final class Await {
    private Await() {}

    interface Reading<T> {
        T read() throws IOException, InterruptedException;
    }

    static <T> T until(Duration atMost, Reading<T> reading, Predicate<T> condition, String what)
            throws IOException, InterruptedException {
        long deadline = System.nanoTime() + atMost.toNanos();
        while (true) {
            T now = reading.read();
            if (condition.test(now)) {
                return now;
            }
            if (System.nanoTime() > deadline) {
                throw new AssertionError("expected within " + atMost + ": " + what + ", but there is " + now);
            }
            TimeUnit.MILLISECONDS.sleep(20);
        }
    }
}
