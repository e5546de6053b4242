package io.rubato.server.internal.prometheus;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.proto.trace.v1.TracesData;
import io.rubato.server.config.ServerConfig;
import io.rubato.server.config.SpanMetricsSettings;
import io.rubato.server.internal.graph.Shop;
import io.rubato.server.internal.life.Life;
import io.rubato.server.internal.life.Phase;
import io.rubato.server.internal.metrics.Registry;
import io.rubato.server.internal.tenant.OneStore;
import io.rubato.storage.Compression;
import io.rubato.storage.SpanStore;
import io.rubato.storage.StoreOptions;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Counters over a real store, a pass at a time.
class RunningCountersTest {
    private static final Instant T = Instant.parse("2026-11-01T12:00:00Z");
    private static final String CALLS = "traces_service_graph_request_total{client=\"frontend\",server=\"cart\"} ";

    @TempDir
    Path directory;

    private final Life life = new Life();
    private SpanStore store;

    @BeforeEach
    void open() throws Exception {
        store = SpanStore.open(StoreOptions.at(directory)
                .withRetention(new StoreOptions.Retention(Duration.ZERO, 0, Duration.ZERO, 0)));
        life.move(new Phase.Serving(new OneStore(store, ServerConfig.DEFAULT)));
    }

    @AfterEach
    void close() {
        store.close();
    }

    private void send(int trace, Instant start) {
        TracesData data = Shop.request(trace, start.toEpochMilli() * 1_000_000, trace % 2 == 0, 600);
        byte[] body = data.toByteArray();
        store.ingest(Compression.NONE, body, 0, body.length).join();
    }

    private RunningCounters at(Registry registry, Instant now, int most) {
        SpanMetricsSettings settings =
                new SpanMetricsSettings(true, Duration.ofSeconds(15), Duration.ofSeconds(30), most, "", 1);
        return new RunningCounters(life, settings, directory, registry, Clock.fixed(now, ZoneOffset.UTC));
    }

    private void pass(Registry registry, Instant now) {
        at(registry, now, 1_000).pass();
    }

    @Test
    void countsEachSpanOnceAcrossRestarts() {
        pass(new Registry(), T);
        send(1, T);
        send(2, T.plusSeconds(20));
        Registry first = new Registry();
        pass(first, T.plusSeconds(40));
        // A new series is zero once, so that what it grows by is seen.
        assertThat(first.text()).contains(CALLS + "0\n");
        assertThat(first.text()).contains(CALLS + "1\n").doesNotContain("request_failed_total{");
        Registry second = new Registry();
        pass(second, T.plusSeconds(60));
        second.text();
        assertThat(second.text())
                .contains(CALLS + "1\n")
                .contains("traces_service_graph_request_failed_total{client=\"frontend\",server=\"cart\"} 1\n")
                .contains("traces_service_graph_request_total{client=\"cart\",connection_type=\"database\","
                        + "server=\"postgresql\"} 1\n");
        Registry third = new Registry();
        pass(third, T.plusSeconds(80));
        assertThat(third.text()).doesNotContain("traces_service_graph_request_total{");
    }

    @Test
    void writesHistogramsWithExemplars() {
        pass(new Registry(), T);
        send(1, T);
        Registry registry = new Registry();
        pass(registry, T.plusSeconds(60));
        registry.text();
        String labels = "service=\"frontend\",span_kind=\"SPAN_KIND_SERVER\",span_name=\"GET /\","
                + "status_code=\"STATUS_CODE_UNSET\"";
        assertThat(registry.text(true))
                .contains("# TYPE traces_spanmetrics_calls counter\n")
                .contains("traces_spanmetrics_latency_bucket{" + labels + ",le=\"0.256\"} 0\n")
                .contains("traces_spanmetrics_latency_bucket{" + labels + ",le=\"0.512\"} 1 # {trace_id=\""
                        + "0".repeat(31) + "1\"} 0.5 " + T.getEpochSecond() + ".5\n")
                .contains("traces_spanmetrics_latency_sum{" + labels + "} 0.5\n")
                .endsWith("# EOF\n");
        assertThat(registry.text())
                .contains("# TYPE traces_spanmetrics_calls_total counter\n")
                .contains("traces_spanmetrics_latency_bucket{" + labels + ",le=\"0.512\"} 1\n")
                .doesNotContain("EOF");
    }

    @Test
    void foldsWhatIsTooMuchIntoOneSeries() {
        pass(new Registry(), T);
        send(1, T);
        Registry registry = new Registry();
        at(registry, T.plusSeconds(60), 3).pass();
        registry.text();
        assertThat(registry.text())
                .contains("traces_service_graph_request_total{metric_overflow=\"true\"} 1\n")
                .contains("traces_spanmetrics_calls_total{metric_overflow=\"true\"} 7\n")
                .contains("rubato_span_metrics_series 3\n")
                .contains("rubato_span_metrics_overflows_total 8\n");
    }

    @Test
    void sendsNewSeriesAtZeroFirst() {
        pass(new Registry(), T);
        send(1, T);
        RunningCounters counters = at(new Registry(), T.plusSeconds(60), 1_000);
        counters.pass();
        List<byte[]> first = RemoteWriteMessages.of(counters.series(), 1_000);
        List<byte[]> second = RemoteWriteMessages.of(counters.series(), 2_000);
        assertThat(first.getFirst().length).isGreaterThan(second.getFirst().length * 3 / 2);
    }
}
