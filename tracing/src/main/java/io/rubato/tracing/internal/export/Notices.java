package io.rubato.tracing.internal.export;

import io.rubato.tracing.internal.log.LogPipeline;
import io.rubato.tracing.log.LogLevel;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/// One kind of warning, given at most once a minute however often there is reason for it.
final class Notices {
    private static final String TARGET = "io.rubato.tracing.export";
    private static final long INTERVAL = TimeUnit.MINUTES.toNanos(1);

    private final LogPipeline log;
    private final AtomicLong next = new AtomicLong(System.nanoTime());

    Notices(LogPipeline log) {
        this.log = log;
    }

    /// True for the one caller that may warn now.
    boolean due() {
        long due = next.get();
        long now = System.nanoTime();
        return now - due >= 0 && next.compareAndSet(due, now + INTERVAL);
    }

    void warn(String message, Map<String, ?> fields) {
        log.note(LogLevel.WARN, TARGET, message, fields);
    }
}
