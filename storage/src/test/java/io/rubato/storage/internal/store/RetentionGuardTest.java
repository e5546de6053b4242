package io.rubato.storage.internal.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongUnaryOperator;
import org.junit.jupiter.api.Test;

class RetentionGuardTest {
    private static final long START = 1_800_000_000_000L;
    private static final Duration AGE = Duration.ofDays(14);
    private static final Duration MOST = Duration.ofHours(6);

    private final AtomicLong nanos = new AtomicLong(-5);
    private long wall = START;

    /// A span for each minute of the retention.
    private static long due(long millis) {
        return Math.clamp((millis - START) / 60_000, 0, AGE.toMinutes());
    }

    private RetentionGuard guard() {
        return new RetentionGuard(nanos::get, START);
    }

    private void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
        wall += time.toMillis();
    }

    private void set(Duration forward) {
        wall += forward.toMillis();
    }

    private long time(RetentionGuard guard, boolean confirmed) {
        return guard.time(wall, RetentionGuardTest::due, AGE.toMinutes(), AGE, MOST, confirmed);
    }

    private void assertGoesOn(RetentionGuard guard) {
        assertThat(time(guard, false)).isEqualTo(wall);
        assertThat(guard.isHolding()).isFalse();
        assertThat(guard.reason()).isNull();
        assertThat(guard.spans()).isZero();
    }

    private void assertHolds(RetentionGuard guard) {
        assertThat(time(guard, false)).isLessThan(wall - Duration.ofDays(1).toMillis());
        assertThat(guard.isHolding()).isTrue();
        assertThat(guard.reason()).contains("spans are held back").contains("retention.confirmed");
        assertThat(guard.spans()).isPositive();
    }

    @Test
    void timeThatPassesIsBelieved() {
        RetentionGuard guard = guard();
        for (int i = 0; i < 3000; i++) {
            pass(Duration.ofSeconds(i % 7 == 0 ? 3600 : 10));
            // Clocks are adjusted all the time.
            set(Duration.ofMillis(i % 3 * 1000 - 1000));
            assertGoesOn(guard);
        }
    }

    @Test
    void aJumpThatTakesMuchWaits() {
        RetentionGuard guard = guard();
        set(Duration.ofDays(20));
        assertHolds(guard);
        pass(MOST.minusMinutes(1));
        assertHolds(guard);
        pass(Duration.ofMinutes(2));
        assertGoesOn(guard);
        pass(Duration.ofDays(1));
        assertGoesOn(guard);
    }

    @Test
    void whatTheTimeThatPassedTakesGoesMeanwhile() {
        RetentionGuard guard = guard();
        set(Duration.ofDays(20));
        assertHolds(guard);
        pass(Duration.ofHours(5));
        assertThat(time(guard, false))
                .isBetween(
                        START + Duration.ofHours(5).toMillis(),
                        START + Duration.ofHours(6).toMillis());
    }

    @Test
    void somebodyMaySayThatItIsRight() {
        RetentionGuard guard = guard();
        set(Duration.ofDays(20));
        assertHolds(guard);
        assertThat(time(guard, true)).isEqualTo(wall);
        assertGoesOn(guard);
    }

    @Test
    void aClockThatIsSetRightAgainIsBelieved() {
        RetentionGuard guard = guard();
        set(Duration.ofDays(20));
        assertHolds(guard);
        set(Duration.ofDays(-20));
        assertGoesOn(guard);
        set(Duration.ofDays(20));
        assertHolds(guard);
    }

    /// A stop of a weekend takes a seventh at once.
    @Test
    void aJumpThatTakesLittleDoesNotWait() {
        RetentionGuard guard = guard();
        set(Duration.ofDays(2));
        assertGoesOn(guard);
    }

    /// The spans are young, and then they seem to age slowly: they may not go bit by bit.
    @Test
    void aJumpThatTakesNothingYetIsNotForgotten() {
        RetentionGuard guard = guard();
        LongUnaryOperator young = millis -> due(millis - Duration.ofDays(13).toMillis());
        set(Duration.ofDays(13));
        long gone = 0;
        for (int minutes = 0; minutes < 350; minutes++) {
            pass(Duration.ofMinutes(1));
            long time = guard.time(wall, young, 1000, AGE, MOST, false);
            gone = Math.max(gone, young.applyAsLong(time));
        }
        assertThat(gone).isBetween(1L, 250L);
        assertThat(guard.isHolding()).isTrue();
    }

    @Test
    void noWaitIsLongerThanTheRetention() {
        RetentionGuard guard = guard();
        Duration age = Duration.ofMinutes(3);
        LongUnaryOperator all = millis -> millis > START + age.toMillis() ? 100 : 0;
        set(Duration.ofHours(1));
        assertThat(guard.time(wall, all, 100, age, MOST, false)).isLessThan(wall);
        pass(age);
        assertThat(guard.time(wall, all, 100, age, MOST, false)).isEqualTo(wall);
    }

    @Test
    void noDoubtNoWait() {
        RetentionGuard guard = guard();
        set(Duration.ofDays(20));
        assertThat(guard.time(wall, RetentionGuardTest::due, AGE.toMinutes(), AGE, Duration.ZERO, false))
                .isEqualTo(wall);
    }
}
