package io.rubato.server.internal.receive;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class RefusedStreakTest {
    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    private final RefusedStreak streak = new RefusedStreak();

    private void refuse(int from, int to) {
        for (int second = from; second <= to; second++) {
            streak.refused(second * SECOND);
        }
    }

    @Test
    void aMinuteOfRefusalsIsAStreak() {
        assertThat(streak.lasts(0)).isFalse();
        refuse(0, 59);
        assertThat(streak.lasts(59 * SECOND)).isFalse();
        refuse(60, 60);
        assertThat(streak.lasts(60 * SECOND)).isTrue();
    }

    @Test
    void oneRequestThatIsTakenEndsIt() {
        refuse(0, 60);
        streak.taken();
        assertThat(streak.lasts(60 * SECOND)).isFalse();
        refuse(61, 100);
        assertThat(streak.lasts(100 * SECOND)).isFalse();
        refuse(101, 121);
        assertThat(streak.lasts(121 * SECOND)).isTrue();
    }

    @Test
    void silenceEndsIt() {
        refuse(0, 60);
        assertThat(streak.lasts(70 * SECOND)).isTrue();
        assertThat(streak.lasts(71 * SECOND)).isFalse();
        refuse(80, 100);
        assertThat(streak.lasts(100 * SECOND)).as("it begins again").isFalse();
    }
}
