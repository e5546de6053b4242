package io.rubato.query.internal.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WeightsTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''                        | 1",
                "ot=th:8                   | 2",
                "ot=th:c                   | 4",
                "ot=rv:1;th:fd70a4         | 100",
                "a=b, ot=th:f              | 16",
                "ot=th:0                   | 1",
                "ot=th:                    | 1",
                "ot=th:xyz                 | 1",
                "ot=th:123456789abcdef     | 1",
                "not=th:8                  | 1"
            })
    void aSampledSpanStandsForSoMany(String state, double weight) {
        assertThat(Weights.of(state)).isCloseTo(weight, org.assertj.core.data.Percentage.withPercentage(0.001));
    }
}
