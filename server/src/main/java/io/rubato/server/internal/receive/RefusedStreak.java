package io.rubato.server.internal.receive;

import java.util.concurrent.TimeUnit;

/// Whether every request has been refused for a while, though the senders did nothing wrong. It ends with a request
/// that
/// is taken, and when nobody has been refused for some seconds: a balancer that sends nothing to a server that is not
/// ready must get it back. Times are those of [System#nanoTime()]. Safe for concurrent use.
final class RefusedStreak {
    private static final long LONG = TimeUnit.MINUTES.toNanos(1);
    private static final long SILENCE = TimeUnit.SECONDS.toNanos(10);

    private volatile boolean refusing;
    private long since;
    private long last;

    /// Notes a request that was taken. Cheap while none is refused.
    void taken() {
        if (refusing) {
            end();
        }
    }

    private synchronized void end() {
        refusing = false;
    }

    /// Notes a request that was refused and may come again.
    synchronized void refused(long now) {
        if (!refusing || now - last > SILENCE) {
            since = now;
            refusing = true;
        }
        last = now;
    }

    synchronized boolean lasts(long now) {
        return refusing && now - last <= SILENCE && now - since >= LONG;
    }
}
