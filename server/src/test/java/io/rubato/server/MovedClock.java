package io.rubato.server;

import io.rubato.server.internal.rules.RuleClock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;

/// A clock that stands still until it is moved.
public final class MovedClock implements RuleClock {
    private final Set<String> waiting = new HashSet<>();
    private Instant now;

    public MovedClock(Instant now) {
        this.now = now;
    }

    @Override
    public synchronized Instant now() {
        return now;
    }

    @Override
    public synchronized void await(Instant time) throws InterruptedException {
        String name = Thread.currentThread().getName();
        try {
            while (now.isBefore(time)) {
                waiting.add(name);
                wait();
            }
        } finally {
            waiting.remove(name);
        }
    }

    /// Whether a thread of this name waits for a later time.
    public synchronized boolean isAwaited(String thread) {
        return waiting.contains(thread);
    }

    public synchronized void move(Duration by) {
        now = now.plus(by);
        waiting.clear();
        notifyAll();
    }
}
