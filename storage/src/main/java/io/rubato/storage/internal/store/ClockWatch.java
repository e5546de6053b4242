package io.rubato.storage.internal.store;

import java.time.Instant;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Notices when the wall clock is set: it and the monotonic clock then count different times between two looks.
final class ClockWatch {
    private static final Logger LOG = LoggerFactory.getLogger(ClockWatch.class);

    /// Less is an adjustment, or a thread that was not scheduled between reading the one and the other.
    private static final long JUMP_MILLIS = 10_000;

    private final LongSupplier millis;
    private final LongSupplier nanos;
    private long lastMillis;
    private long lastNanos;
    private volatile @Nullable String jump;

    /// @param millis the wall clock, milliseconds since 1970
    /// @param nanos the monotonic clock
    ClockWatch(LongSupplier millis, LongSupplier nanos) {
        this.millis = millis;
        this.nanos = nanos;
        this.lastMillis = millis.getAsLong();
        this.lastNanos = nanos.getAsLong();
    }

    /// Looks at both clocks; by one thread at a time.
    ///
    /// @return whether the wall clock was set since the last look
    boolean look() {
        long now = millis.getAsLong();
        long nowNanos = nanos.getAsLong();
        long ahead = now - lastMillis - (nowNanos - lastNanos) / 1_000_000;
        lastMillis = now;
        lastNanos = nowNanos;
        if (Math.abs(ahead) < JUMP_MILLIS) {
            return false;
        }
        String text = "the wall clock went %s by %d s at %s, against the monotonic clock"
                .formatted(ahead < 0 ? "back" : "forward", Math.abs(ahead) / 1000, Instant.ofEpochMilli(now));
        jump = text;
        LOG.warn("{}", text);
        return true;
    }

    /// The last time that it was set, or null. For any thread.
    @Nullable
    String jump() {
        return jump;
    }
}
