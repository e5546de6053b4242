package io.rubato.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CountersTest {
    private static final String METRICS = """
            # TYPE rubato_store_events_total counter
            rubato_store_events_total{event="traces_waiting"} 4
            rubato_store_events_total{event="cut"} 9
            rubato_spans_flushed_total{tenant="a"} 1.0E3
            rubato_spans_flushed_total{tenant="b"} 5
            rubato_store_bytes 17
            """;

    @Test
    void findsNamesInTheStatusFirst() {
        assertThat(Counters.find(List.of("spans_moved", "cut"), "{\"events\":{\"spans_moved\": 3,\"cut\":2}}", METRICS))
                .isEqualTo(Map.of("spans_moved", 3L, "cut", 2L));
    }

    @Test
    void findsFamiliesAndLabelsInTheMetricsAndAddsUp() {
        List<String> names = List.of("traces_waiting", "spans_flushed", "rubato_store_bytes", "spans", "waiting");
        assertThat(Counters.find(names, "{}", METRICS))
                .isEqualTo(Map.of("traces_waiting", 4L, "spans_flushed", 1_005L, "rubato_store_bytes", 17L));
    }
}
