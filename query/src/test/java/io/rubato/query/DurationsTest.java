package io.rubato.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class DurationsTest {
    @Test
    void quantilesAreWithinOnePercent() {
        for (int seed = 1; seed <= 20; seed++) {
            Random random = new Random(seed);
            long[] nanos = random.longs(1_000)
                    .map(number -> (number >>> 2) >>> random.nextInt(62))
                    .toArray();
            Durations whole = of(nanos);
            Arrays.sort(nanos);
            for (double fraction : new double[] {0.01, 0.5, 0.95, 0.99, 1}) {
                long exact = nanos[(int) Math.ceil(fraction * nanos.length - 1e-9) - 1];
                assertThat((double) whole.quantileNanos(fraction))
                        .as("seed %d, fraction %s", seed, fraction)
                        .isCloseTo((double) exact, within(Math.max(1, exact * 0.01)));
            }
        }
    }

    @Test
    void countsUpToTheBoundsOfClassicHistogramsAreExact() {
        for (long unit : new long[] {2_000_000, 100_000_000}) {
            for (long bound = unit; bound < 20_000_000_000L; bound *= 2) {
                Durations some = of(bound - 1, bound, bound + 1, 0, Long.MAX_VALUE);
                assertThat(some.countUpTo(bound)).as("up to %d ns", bound).isEqualTo(3);
            }
        }
    }

    @Test
    void mergesToWhatItWouldBeInOne() {
        Random random = new Random(7);
        long[] nanos = random.longs(2_000, 0, 1L << 40).toArray();
        Durations first = of(Arrays.copyOf(nanos, 700));
        first.addAll(of(Arrays.copyOfRange(nanos, 700, 2_000)));
        assertThat(first).hasToString(of(nanos).toString());
        assertThat(first.count()).isEqualTo(2_000);
        assertThat(first.sumNanos()).isEqualTo(Arrays.stream(nanos).sum());
    }

    @Test
    void tellsNothingOfNone() {
        Durations none = new Durations();
        assertThat(none.quantileNanos(0.5)).isZero();
        assertThat(none.averageNanos()).isZero();
        assertThat(none.countUpTo(Long.MAX_VALUE)).isZero();
    }

    @Test
    void oneDurationIsItsOwnQuantile() {
        for (long nanos : new long[] {0, 1, 999, 123_456_789, Long.MAX_VALUE}) {
            assertThat(of(nanos).quantileNanos(0.99)).isEqualTo(nanos);
        }
    }

    private static Durations of(long... nanos) {
        Durations durations = new Durations();
        for (long one : nanos) {
            durations.add(one);
        }
        return durations;
    }
}
