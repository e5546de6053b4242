package io.rubato.server.internal.rules;

import java.time.Duration;
import java.time.Instant;

/// The time that rules go by. Safe for concurrent use.
public interface RuleClock {
    /// The time of the machine.
    RuleClock SYSTEM = new RuleClock() {
        // A clock may be set meanwhile.
        private static final Duration LONGEST_SLEEP = Duration.ofSeconds(10);

        @Override
        public Instant now() {
            return Instant.now();
        }

        @Override
        public void await(Instant time) throws InterruptedException {
            Duration left = Duration.between(now(), time);
            if (left.isPositive()) {
                Thread.sleep(left.compareTo(LONGEST_SLEEP) < 0 ? left : LONGEST_SLEEP);
            }
        }
    };

    Instant now();

    /// Returns when the time has come, or somewhat earlier.
    void await(Instant time) throws InterruptedException;
}
