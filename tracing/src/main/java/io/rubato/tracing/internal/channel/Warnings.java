package io.rubato.tracing.internal.channel;

import static java.lang.System.Logger.Level.WARNING;

import java.util.concurrent.atomic.AtomicLong;

/// Warnings that a peer can provoke: one line a second at most, which says how many were left out.
public final class Warnings {
    private static final long PAUSE_NANOS = 1_000_000_000L;

    private final System.Logger log;
    private final AtomicLong next = new AtomicLong(System.nanoTime());
    private final AtomicLong omitted = new AtomicLong();

    public Warnings(Class<?> source) {
        this.log = System.getLogger(source.getName());
    }

    public void warn(String line) {
        long now = System.nanoTime();
        long due = next.get();
        if (now - due < 0 || !next.compareAndSet(due, now + PAUSE_NANOS)) {
            omitted.incrementAndGet();
            return;
        }
        long before = omitted.getAndSet(0);
        log.log(WARNING, before == 0 ? line : line + " (and " + before + " like it before)");
    }
}
