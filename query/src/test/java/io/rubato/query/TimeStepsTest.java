package io.rubato.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TimeStepsTest {
    private static final long SECOND = 1_000_000_000;

    @ParameterizedTest
    @CsvSource({
        // start, end, step; first and last point
        "60, 120, 60, 60, 120",
        "61, 119, 60, 60, 120",
        "119, 121, 60, 60, 180",
        "60, 61, 60, 60, 120",
        "100, 101, 1, 100, 101",
        "3600, 7200, 15, 3600, 7200",
        "7, 8, 3, 6, 9"
    })
    void pointsAreMultiplesOfTheStepAroundTheRange(long start, long end, long step, long first, long last) {
        TimeSteps steps = TimeSteps.aligned(start * SECOND, end * SECOND, step * SECOND);
        assertThat(steps.timestampMillis(0)).isEqualTo(first * 1_000);
        assertThat(steps.timestampMillis(steps.count() - 1)).isEqualTo(last * 1_000);
        assertThat(steps.count()).isEqualTo((last - first) / step + 1);
        assertThat(steps.afterNanos()).isEqualTo((first - step) * SECOND);
        assertThat(steps.endNanos()).isEqualTo(last * SECOND);
        assertThat(steps.seconds()).isEqualTo((double) step);
    }

    @Test
    void oneIntervalBeginsAfterTheStart() {
        TimeSteps steps = TimeSteps.whole(10 * SECOND, 70 * SECOND);
        assertThat(steps).isEqualTo(new TimeSteps(10 * SECOND, 60 * SECOND, 1, 60));
        assertThat(steps.endNanos()).isEqualTo(70 * SECOND);
    }

    @ParameterizedTest
    @CsvSource({
        "PT10S, PT0.05S",
        "PT30S, PT0.1S",
        "PT59S, PT0.2S",
        "PT1M, PT1S",
        "PT4M, PT1S",
        "PT9M, PT2S",
        "PT30M, PT5S",
        "PT1H, PT15S",
        "PT3H, PT45S",
        "PT6H, PT1M",
        "PT24H, PT5M",
        "PT168H, PT40M"
    })
    void theUsualStepIsRoundDown(String range, String step) {
        assertThat(TimeSteps.usualStep(SECOND, SECOND + Duration.parse(range).toNanos()))
                .isEqualTo(Duration.parse(step).toNanos());
    }

    @Test
    void whatCannotBeCutIsSaid() {
        assertThatThrownBy(() -> TimeSteps.aligned(SECOND, SECOND, SECOND))
                .isInstanceOf(QueryException.class)
                .hasMessage("end must be greater than start");
        assertThatThrownBy(() -> TimeSteps.aligned(0, 86_400 * SECOND, SECOND))
                .hasMessage("step of 1s is too small, minimum step for given range is 8.64s");
        assertThatThrownBy(() -> TimeSteps.aligned(0, SECOND, 1_000))
                .hasMessage("step of 0.001ms is too small, minimum step for given range is 1ms");
        assertThatThrownBy(() -> TimeSteps.aligned(-1, SECOND, SECOND)).isInstanceOf(QueryException.class);
        assertThatThrownBy(() -> TimeSteps.whole(0, Long.MAX_VALUE)).isInstanceOf(QueryException.class);
        assertThat(LongStream.range(1, 50)
                        .map(step -> TimeSteps.aligned(0, 1_000 * SECOND, step * SECOND)
                                .count()))
                .allMatch(count -> count > 20);
    }
}
