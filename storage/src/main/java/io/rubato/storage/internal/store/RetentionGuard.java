package io.rubato.storage.internal.store;

import java.time.Duration;
import java.time.Instant;
import java.util.function.LongSupplier;
import java.util.function.LongUnaryOperator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Keeps a clock that was set forward from deleting at once what retention would have kept. It goes by the monotonic
/// clock: time that the wall clock counts beyond that is believed when few spans go by it, when somebody says so, or
/// after a wait. For the maintenance thread, except where said otherwise.
final class RetentionGuard {
    private static final Logger LOG = LoggerFactory.getLogger(RetentionGuard.class);

    /// So much more the wall clock may count between two looks: it is adjusted all the time.
    private static final long SLACK_MILLIS = 60_000;

    /// So much may go at once by time that nobody saw passing, percent of the spans and of the retention.
    private static final int PERCENT = 20;

    private final LongSupplier nanos;
    private long believedMillis;
    private long believedNanos;
    private boolean doubted;
    private long doubtedNanos;
    private long gone;
    private volatile @Nullable Held held;

    /// What is held back.
    ///
    /// @param spans how many
    /// @param aheadMillis how far the clock is ahead of the time that is believed
    /// @param untilMillis when they go, by the wall clock
    record Held(long spans, long aheadMillis, long untilMillis) {}

    /// @param nanos the monotonic clock
    /// @param believedMillis a time that has certainly come, milliseconds since 1970
    RetentionGuard(LongSupplier nanos, long believedMillis) {
        this.nanos = nanos;
        this.believedMillis = believedMillis;
        this.believedNanos = nanos.getAsLong();
    }

    /// The time to go by: the wall clock's, or an earlier one.
    ///
    /// @param due how many spans are too old at a time
    /// @param live how many there are
    /// @param age how old they may get
    /// @param most how long to wait at the most
    /// @param confirmed whether somebody said that the wall clock is right
    long time(long nowMillis, LongUnaryOperator due, long live, Duration age, Duration most, boolean confirmed) {
        long now = nanos.getAsLong();
        long usual = believedMillis + (now - believedNanos) / 1_000_000 + SLACK_MILLIS;
        if (nowMillis <= usual) {
            return believe(nowMillis, now);
        }
        if (!doubted) {
            doubted = true;
            doubtedNanos = now;
        }
        long left = Math.min(most.toMillis(), age.toMillis()) - (now - doubtedNanos) / 1_000_000;
        long sudden = due.applyAsLong(nowMillis) - due.applyAsLong(usual);
        boolean isLittle = 100 * (gone + sudden) <= PERCENT * (live + gone);
        boolean isSoon = 100 * (nowMillis - usual) <= PERCENT * age.toMillis();
        if (left <= 0 || confirmed || isLittle && isSoon) {
            return believe(nowMillis, now);
        }
        if (isLittle) {
            gone += sudden;
            held = null;
            return nowMillis;
        }
        Held next = new Held(sudden, nowMillis - usual, nowMillis + left);
        if (held == null) {
            LOG.warn("retention held back {} of {} spans: {}", sudden, live, reason(next));
        }
        held = next;
        return usual;
    }

    private long believe(long nowMillis, long now) {
        if (held != null) {
            LOG.info("retention goes on by the wall clock");
        }
        believedMillis = nowMillis;
        believedNanos = now;
        doubted = false;
        gone = 0;
        held = null;
        return nowMillis;
    }

    /// Whether something is held back. For any thread.
    boolean isHolding() {
        return held != null;
    }

    /// How many spans are held back. For any thread.
    long spans() {
        Held now = held;
        return now == null ? 0 : now.spans;
    }

    /// Why something is held back, or null when nothing is. For any thread.
    @Nullable
    String reason() {
        Held now = held;
        return now == null ? null : now.spans + " spans are held back: " + reason(now);
    }

    private static String reason(Held held) {
        return ("the wall clock is %d minutes ahead of the time that was seen passing. If it is right, create %s beside the"
                        + " manifest; if not, set the clock. They are deleted at %s otherwise")
                .formatted(held.aheadMillis / 60_000, Retention.CONFIRMATION, Instant.ofEpochMilli(held.untilMillis));
    }
}
