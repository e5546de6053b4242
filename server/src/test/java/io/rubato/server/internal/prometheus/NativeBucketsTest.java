package io.rubato.server.internal.prometheus;

import static org.assertj.core.api.Assertions.assertThat;

import io.rubato.query.Durations;
import java.util.Random;
import org.junit.jupiter.api.Test;

class NativeBucketsTest {
    private static final long SECOND = 1_000_000_000;

    @Test
    void endWhereAPowerOfTwoDoes() {
        assertThat(NativeBuckets.index(1)).isZero();
        assertThat(NativeBuckets.index(2)).isEqualTo(8);
        assertThat(NativeBuckets.index(0.5)).isEqualTo(-8);
        assertThat(NativeBuckets.index(1.0001)).isEqualTo(1);
        assertThat(NativeBuckets.index(0.9999)).isZero();
    }

    @Test
    void countEachDurationInItsBucketOrTheNext() {
        Random random = new Random(5);
        for (int i = 0; i < 10_000; i++) {
            long nanos = 1 + random.nextLong(1L << 1 + random.nextInt(45));
            Durations one = new Durations();
            one.add(nanos);
            one.add(nanos / 2);
            NativeBuckets buckets = new NativeBuckets();
            buckets.add(one, 1);
            int index = buckets.scaled().counts().lastKey();
            double end = Math.pow(2, index / 8.0);
            double before = Math.pow(2, (index - 1) / 8.0);
            assertThat((double) nanos / SECOND).as("%d ns", nanos).isBetween(before * 0.99, end * 1.01);
        }
    }

    @Test
    void becomeWiderWhereThereAreTooMany() {
        Durations all = new Durations();
        all.add(0);
        long nanos = 1_000;
        for (int i = 0; i < 300; i++) {
            all.add(nanos);
            nanos = nanos * 109 / 100;
        }
        NativeBuckets buckets = new NativeBuckets();
        buckets.add(all, 1);
        NativeBuckets.Scaled scaled = buckets.scaled();
        assertThat(scaled.schema()).isEqualTo(1);
        assertThat(scaled.counts()).hasSizeLessThanOrEqualTo(NativeBuckets.MOST);
        assertThat(scaled.counts().values().stream().mapToLong(Long::longValue).sum())
                .isEqualTo(300);
        assertThat(buckets.zeros()).isEqualTo(1);
    }
}
