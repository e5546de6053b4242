package io.rubato.server.internal.prometheus;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.rubato.server.Await;
import io.rubato.server.Running;
import io.rubato.server.config.GraphSeriesSettings;
import io.rubato.server.config.RemoteWriteSettings;
import io.rubato.server.config.ServerConfig;
import io.rubato.server.config.SpanMetricsSettings;
import io.rubato.server.config.SpanSeriesSettings;
import io.rubato.server.internal.graph.Shop;
import io.rubato.server.internal.life.StoreSettings;
import io.rubato.storage.SpanStore;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The real Prometheus scrapes the running counters and is sent them; what it answers is what we answer.
@Tag("slow")
class RealPrometheusTest {
    private static final int REQUESTS = 12;
    private static final String[] FAMILIES = {
        "traces_service_graph_request_server_seconds_sum",
        "traces_service_graph_request_total",
        "traces_service_graph_request_failed_total",
        "traces_service_graph_request_server_seconds_bucket"
    };

    /// What Grafana asks, word for word but for what there is of a job, with `rate(…[range])` of a counter as it is in
    /// Prometheus, which begins at zero, and as it grew within the range in ours.
    private static final List<String> SAME = same();

    private static List<String> same() {
        List<String> queries = new ArrayList<>();
        for (String family : FAMILIES) {
            for (String filter : List.of("", "client=\"frontend\",")) {
                queries.add("sum by (client, server) (%s" + family + "{%s" + filter + "}%s)");
                queries.add("sum by (client, server, client_service_namespace, server_service_namespace) (%s" + family
                        + "{%s" + filter + "}%s)");
            }
        }
        queries.addAll(List.of(
                "sum by (client, connection_type, server) (%straces_service_graph_request_total{%s}%s)",
                "sum by (client, server, le) (%straces_service_graph_request_server_seconds_bucket{%s}%s)",
                "sum by (client, server) (%straces_service_graph_request_client_seconds_count{%s}%s)",
                "topk(5, sum(%straces_spanmetrics_calls_total{%sspan_kind=\"SPAN_KIND_SERVER\"}%s) by (span_name))",
                "topk(5, sum(%straces_spanmetrics_calls_total{%sstatus_code=\"STATUS_CODE_ERROR\","
                        + "span_name=~\"GET /|GET /cart\"}%s) by (span_name))",
                "histogram_quantile(.9, sum(%straces_spanmetrics_latency_bucket{%sspan_name=~\"GET /\"}%s) by (le))",
                "histogram_quantile(0.9, sum(%straces_service_graph_request_server_seconds_bucket{%s"
                        + "client=\"frontend\",server=\"cart\"}%s) by (le, client, server))",
                "sum(%straces_spanmetrics_size_total{%s}%s) by (service, span_name)"));
        return queries;
    }

    @TempDir
    Path directory;

    @Test
    void answersAsPrometheusDoesThatScrapesUsOrIsSentTo() throws Exception {
        Optional<Path> binary = PrometheusProcess.find();
        if (binary.isEmpty()) {
            System.err.println(
                    "SKIPPED, NO prometheus ON THIS MACHINE: " + getClass().getSimpleName());
        }
        Assumptions.assumeTrue(binary.isPresent(), "prometheus is not installed");
        try (PrometheusProcess prometheus =
                        new PrometheusProcess(binary.get(), Files.createTempDirectory(directory, "p"));
                Running running = running(prometheus.writeUrl())) {
            running.server.awaitReady();
            Await.until("counting has begun", () -> Files.exists(directory.resolve("data/span-metrics")));
            send(running, 1);
            // It is tried again, and nothing is lost.
            Await.until(
                    "remote write fails",
                    () -> !running.get("/metrics")
                            .body()
                            .contains("rubato_remote_write_requests_total{result=\"failed\"} 0\n"));
            prometheus.start(running.server.apiUrl().getAuthority());
            for (int i = 2; i <= REQUESTS; i++) {
                send(running, i);
            }
            for (String job : new String[] {"job=\"rubato\",", "job=\"\","}) {
                for (String query : SAME) {
                    // A new series is zero for its first minute, and some series are newer than others.
                    Await.until(query + job, () -> {
                        String theirs = prometheus.query("/api/v1/query", query.formatted("", job, ""));
                        Map<String, String> expected =
                                values(ours(running, query.formatted("increase(", "", "[10m])")));
                        return !expected.isEmpty() && values(theirs).equals(expected);
                    });
                }
            }
            for (String family : FAMILIES) {
                String group = "group by (client, connection_type, server) (" + family + ")";
                assertThat(values(prometheus.query("/api/v1/query", group)))
                        .isNotEmpty()
                        .isEqualTo(values(ours(running, group)));
                String either = "group by (client, connection_type, server) (" + family + "{client=\"cart\"})"
                        + " OR group by (client, connection_type, server) (" + family + "{server=\"cart\"})";
                assertThat(values(prometheus.query("/api/v1/query", either))).isEqualTo(values(ours(running, either)));
            }
            checkNative(prometheus);
            String rate = "sum by (client, server) (rate(traces_service_graph_request_total{job=\"rubato\"}[10m]))";
            assertThat(values(prometheus.query("/api/v1/query", rate)).keySet())
                    .isEqualTo(values(ours(running, rate.replace("job=\"rubato\"", "")))
                            .keySet());
            assertThat(prometheus
                            .get(
                                    "/api/v1/query_exemplars?query=traces_spanmetrics_latency_bucket&start=1&end=9999999999")
                            .orElseThrow())
                    .contains("\"trace_id\":\"0000000000000000000000000000000");
            assertThat(running.get("/metrics").body())
                    .contains("rubato_remote_write_requests_total{result=\"dropped\"} 0\n")
                    .contains("rubato_remote_write_requests_total{result=\"refused\"} 0\n")
                    .doesNotContain("rubato_remote_write_requests_total{result=\"failed\"} 0\n");
        }
    }

    /// What was sent as native histograms is what was sent as classic ones.
    private static void checkNative(PrometheusProcess prometheus) {
        for (String family : List.of("traces_service_graph_request_server_seconds", "traces_spanmetrics_latency")) {
            String by = family.startsWith("traces_spanmetrics") ? "service, span_name" : "client, server";
            for (String part : List.of("count", "sum")) {
                Map<String, String> whole = values(prometheus.query(
                        "/api/v1/query",
                        "sum by (%s) (histogram_%s(%s{cluster=\"here\"}))".formatted(by, part, family)));
                assertThat(whole)
                        .isNotEmpty()
                        .isEqualTo(values(prometheus.query(
                                "/api/v1/query", "sum by (%s) (%s_%s{cluster=\"here\"})".formatted(by, family, part))));
            }
        }
        // All of them took 0.5 s, in the bucket that ends there and begins at 2 to the -9/8.
        String median = "histogram_quantile(0.5, sum(traces_spanmetrics_latency{span_name=\"GET /\"}))";
        assertThat(values(prometheus.query("/api/v1/query", median)).values())
                .singleElement()
                .satisfies(value -> assertThat(Double.parseDouble(value)).isBetween(0.4585, 0.5));
    }

    private Running running(String writeUrl) {
        ServerConfig config = Running.config(directory.resolve("data"), "")
                .withSpanMetrics(new SpanMetricsSettings(
                        true,
                        EnumSet.allOf(SpanMetricsSettings.Processor.class),
                        Duration.ofMillis(300),
                        Duration.ofSeconds(2),
                        1_000,
                        SpanSeriesSettings.DEFAULT,
                        GraphSeriesSettings.DEFAULT,
                        new RemoteWriteSettings(
                                writeUrl,
                                100,
                                Map.of(),
                                RemoteWriteSettings.Credentials.NONE,
                                new TreeMap<>(Map.of("cluster", "here")),
                                RemoteWriteSettings.Histograms.BOTH)));
        return Running.over(config, () -> SpanStore.open(StoreSettings.of(config)));
    }

    private static void send(Running running, int trace) {
        long start = (System.currentTimeMillis() - 700) * 1_000_000;
        URI url = running.server.otlpHttpUrl().orElseThrow().resolve("/v1/traces");
        byte[] body = Shop.request(trace, start, trace % 3 == 0, 600).toByteArray();
        assertThat(running.post(url, "application/x-protobuf", body).statusCode())
                .isEqualTo(200);
    }

    private static String ours(Running running, String query) {
        return running.get("/api/v1/query?query=" + URLEncoder.encode(query, StandardCharsets.UTF_8))
                .body();
    }

    /// The values of a vector by their labels; to nine digits, for sums are added up in any order.
    private static Map<String, String> values(String body) {
        try {
            JsonNode result = new ObjectMapper().readTree(body).path("data").path("result");
            Map<String, String> values = new TreeMap<>();
            for (JsonNode one : result) {
                values.put(
                        one.get("metric").toString(),
                        "%.9f".formatted(one.get("value").get(1).asDouble()));
            }
            return values;
        } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
            throw new IllegalStateException(body, e);
        }
    }
}
