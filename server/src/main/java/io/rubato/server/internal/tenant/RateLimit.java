package io.rubato.server.internal.tenant;

import java.time.Duration;
import java.util.function.LongSupplier;

/// Bytes that may come in: so many each second, and more at once after a pause. What a request takes is known only once
/// it is decompressed, so it may overdraw; then nothing is taken until that is made up for. Safe for concurrent use.
final class RateLimit {
    private static final double SECOND = 1e9;

    private final LongSupplier nanos;
    private double left;
    private long at;
    private boolean used;

    /// @param nanos a clock that only goes on
    RateLimit(LongSupplier nanos) {
        this.nanos = nanos;
    }

    /// How long to wait before anything is taken; zero when it is.
    ///
    /// @param rate bytes each second, 0 for any
    /// @param burst bytes at once, 0 for those of a second
    synchronized Duration wait(long rate, long burst) {
        if (rate == 0) {
            used = false;
            return Duration.ZERO;
        }
        long now = nanos.getAsLong();
        double most = burst == 0 ? rate : burst;
        left = used ? Math.min(most, left + (now - at) / SECOND * rate) : most;
        used = true;
        at = now;
        return left > 0 ? Duration.ZERO : Duration.ofNanos((long) ((1 - left) / rate * SECOND));
    }

    synchronized void took(long bytes) {
        left -= bytes;
    }
}
