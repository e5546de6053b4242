package io.rubato.bench;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LatenciesTest {
    @Test
    void percentilesAreTheNearestRank() {
        Latencies latencies = new Latencies();
        for (int i = 2_000; i >= 1; i--) {
            latencies.add(i * 1_000_000L);
        }
        assertThat(latencies.millis(0.5)).isEqualTo(1_000);
        assertThat(latencies.millis(0.99)).isEqualTo(1_980);
        assertThat(latencies.millis(1)).isEqualTo(2_000);
        assertThat(latencies.millis(0)).isEqualTo(1);
        assertThat(latencies.size()).isEqualTo(2_000);
    }

    @Test
    void nothingMeasuredIsZero() {
        assertThat(new Latencies().millis(0.5)).isZero();
    }
}
