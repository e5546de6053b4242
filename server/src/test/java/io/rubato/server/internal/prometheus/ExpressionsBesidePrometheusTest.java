package io.rubato.server.internal.prometheus;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.protobuf.ByteString;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.resource.v1.Resource;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.Span.SpanKind;
import io.opentelemetry.proto.trace.v1.Status;
import io.opentelemetry.proto.trace.v1.TracesData;
import io.rubato.query.Breakdown;
import io.rubato.query.GraphRequest;
import io.rubato.query.QueryContext;
import io.rubato.query.QueryEngine;
import io.rubato.query.SpanMoment;
import io.rubato.query.SpanSeriesRequest;
import io.rubato.server.Running;
import io.rubato.server.config.GraphSeriesSettings;
import io.rubato.server.config.RemoteWriteSettings;
import io.rubato.server.config.RemoteWriteSettings.Histograms;
import io.rubato.server.config.ServerConfig;
import io.rubato.server.config.SpanMetricsSettings.Processor;
import io.rubato.server.config.SpanSeriesSettings;
import io.rubato.server.internal.life.StoreSettings;
import io.rubato.storage.Snapshot;
import io.rubato.storage.SpanStore;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A real Prometheus is sent what there was to count at whole multiples of 15 seconds, classic and native. What people
/// write in dashboards and alerts gives the same there and here.
@Tag("slow")
class ExpressionsBesidePrometheusTest {
    private static final long SECOND = 1_000_000_000;
    private static final long GRID = 15 * SECOND;
    private static final int MINUTES = 40;
    private static final String CALLS = "traces_spanmetrics_calls_total";
    private static final String LATENCY = "traces_spanmetrics_latency";
    private static final String REQUESTS = "traces_service_graph_request_total";
    private static final String FAILED = "traces_service_graph_request_failed_total";
    private static final String SERVER = "traces_service_graph_request_server_seconds";

    @TempDir
    Path directory;

    static List<String> expressions() {
        List<String> all = new ArrayList<>();
        List<String> vectors = List.of(
                "sum by (service) (rate(" + CALLS + "[5m]))",
                "rate(" + REQUESTS + "[2m])",
                CALLS + "{span_kind=\"SPAN_KIND_SERVER\"}",
                "sum by (client, server) (increase(" + FAILED + "[10m]))");
        List<String> around = List.of(
                "%s * 60",
                "100 * %s",
                "%s / 3 - 1",
                "2 ^ %s",
                "%s %% 0.3",
                "-%s",
                "%s > 0.2",
                "%s <= 1",
                "%s != 0",
                "%s >= bool 0.3",
                "1 < bool %s",
                "abs(-%s)",
                "ceil(%s)",
                "floor(%s)",
                "round(%s, 0.05)",
                "round(%s)",
                "sqrt(%s)",
                "ln(%s)",
                "log2(%s)",
                "log10(%s)",
                "exp(%s / 1000)",
                "sgn(%s)",
                "clamp(%s, 0.1, 0.4)",
                "clamp_min(%s, 0.25)",
                "clamp_max(%s, 0.25)",
                "sort_desc(%s)",
                "sort(%s)",
                "absent(%s)",
                "max(topk(1, %s))",
                "count(bottomk(2, %s))",
                "avg(%s)",
                "max(%s)",
                "min(%s)",
                "count(%s)",
                "group(%s)",
                "stddev(%s)",
                "stdvar(%s)",
                "quantile(0.7, %s)",
                "sum(%s) > bool 0",
                "scalar(sum(%s))",
                "vector(scalar(sum(%s)) + 1)",
                "max_over_time((%s)[5m:1m])",
                "avg_over_time((%s)[4m:30s])",
                "%s or vector(0)",
                "%s unless %1$s > 0.31",
                "%s and %1$s > 0.31",
                "%s - (%1$s offset 3m)",
                "%s == %1$s",
                "count_values(\"v\", round(%s, 0.1))");
        for (String vector : vectors) {
            around.forEach(one -> all.add(one.formatted(vector)));
        }
        for (String range : List.of("5m", "90s")) {
            for (String function : List.of(
                    "rate",
                    "increase",
                    "irate",
                    "idelta",
                    "delta",
                    "changes",
                    "resets",
                    "avg_over_time",
                    "min_over_time",
                    "max_over_time",
                    "sum_over_time",
                    "count_over_time",
                    "last_over_time",
                    "present_over_time",
                    "stddev_over_time",
                    "stdvar_over_time",
                    "absent_over_time")) {
                all.add(function + "(" + CALLS + "[" + range + "])");
                all.add("sum by (client) (" + function + "(" + REQUESTS + "{client!=\"user\"}[" + range
                        + "] offset 2m))");
            }
        }
        for (String quantile : List.of("0.5", "0.9", "0.99", "1", "-1", "1.5")) {
            all.add("histogram_quantile(" + quantile + ", sum by (le) (rate(" + LATENCY + "_bucket[5m])))");
            all.add("histogram_quantile(" + quantile + ", sum by (le, service) (rate(" + LATENCY + "_bucket[2m])))");
            all.add("histogram_quantile(" + quantile + ", rate(" + SERVER + "_bucket[10m]))");
            all.add("histogram_quantile(" + quantile + ", sum by (service) (rate(" + LATENCY + "[5m])))");
            all.add("histogram_quantile(" + quantile + ", sum(rate(" + SERVER + "[10m])))");
            all.add("histogram_quantile(" + quantile + ", " + LATENCY + ")");
        }
        all.addAll(List.of(
                "sum(rate(" + FAILED + "[5m])) / sum(rate(" + REQUESTS + "[5m]))",
                "sum by (client, server) (rate(" + FAILED + "[5m])) / sum by (client, server) (rate(" + REQUESTS
                        + "[5m]))",
                "sum by (client) (rate(" + FAILED + "[5m])) / on (client) sum by (client) (rate(" + REQUESTS
                        + "[5m])) > 0.01",
                "rate(" + LATENCY + "_sum[5m]) / rate(" + LATENCY + "_count[5m])",
                "sum by (service) (rate(" + LATENCY + "_sum[5m])) / sum by (service) (rate(" + LATENCY + "_count[5m]))",
                "1 - sum(rate(" + CALLS + "{status_code=\"STATUS_CODE_ERROR\"}[10m])) / sum(rate(" + CALLS + "[10m]))",
                "sum(rate(" + LATENCY + "_bucket{le=\"0.256\"}[5m])) / sum(rate(" + LATENCY + "_count[5m]))",
                "sum by (service) (rate(" + CALLS + "[5m])) / ignoring (service) group_left () sum(rate(" + CALLS
                        + "[5m]))",
                "rate(" + CALLS + "[5m]) / on (service) group_left () sum by (service) (rate(" + CALLS + "[5m]))",
                "sum by (service) (rate(" + CALLS + "[5m])) / on (service) group_right () rate(" + CALLS + "[5m])",
                "label_replace(rate(" + CALLS + "[5m]), \"svc\", \"$1-x\", \"service\", \"(.).*\")",
                "label_replace(" + REQUESTS + ", \"client\", \"\", \"client\", \"front.*\")",
                "label_replace(" + REQUESTS + ", \"a\", \"${n}$$\", \"server\", \"(?P<n>c).*\")",
                "label_join(rate(" + CALLS + "[5m]), \"all\", \"/\", \"service\", \"nowhere\", \"span_name\")",
                "absent(" + CALLS + "{service=\"nobody\",span_kind=~\"x\"})",
                "absent(nobody_knows{a=\"b\"})",
                "absent_over_time(" + CALLS + "{service=\"nobody\"}[5m])",
                "nobody_knows or " + REQUESTS,
                "vector(1)",
                "vector(time())",
                "time() - 5",
                "1 + 2 * 3 ^ 2 % 4",
                "-2 ^ 2",
                "sum(rate(" + REQUESTS + "[5m])) atan2 sum(rate(" + FAILED + "[5m]))",
                "1 > bool 2",
                "pi()",
                "1e3 + 0x10 + .5",
                "timestamp(" + REQUESTS + ")",
                "rate(" + CALLS + "[5m] offset -1m)",
                CALLS + " offset 5m",
                CALLS + " @ end()",
                "sum(rate(" + REQUESTS + "[5m:15s]))",
                "max_over_time(sum(rate(" + REQUESTS + "[1m]))[10m:])",
                "quantile_over_time(0.8, sum by (client) (rate(" + REQUESTS + "[1m]))[10m:30s])",
                "avg_over_time(rate(" + CALLS + "[1m])[5m:1m] offset 1m)",
                "sum without (span_name, le) (rate(" + LATENCY + "_bucket[5m]))",
                "sum by (__name__) ({__name__=~\"traces_service.*_total\"})",
                "count by (service, span_kind) (" + CALLS + ")",
                "topk by (service) (1, rate(" + CALLS + "[5m]))",
                "histogram_count(sum(rate(" + LATENCY + "[5m])))",
                "histogram_sum(sum by (service) (increase(" + LATENCY + "[5m])))",
                "(" + REQUESTS + " > 100) * 0 + 1",
                "sum(" + CALLS + ") by (service) > on () group_left () vector(10)",
                "traces_spanmetrics_size_total / " + CALLS,
                "sum(rate(traces_spanmetrics_size_total[5m]))"));
        return all;
    }

    @Test
    void givesTheSame() throws Exception {
        Optional<Path> binary = PrometheusProcess.find();
        if (binary.isEmpty()) {
            System.err.println("SKIPPED, NO prometheus ON THIS MACHINE (apt-get install prometheus): "
                    + getClass().getSimpleName());
        }
        Assumptions.assumeTrue(binary.isPresent(), "prometheus is not installed");
        long minute = 60 * SECOND;
        long start = (System.currentTimeMillis() / 60_000 - MINUTES - 2) * minute;
        ServerConfig config = Running.config(directory.resolve("data"), "");
        SpanStore store = SpanStore.open(StoreSettings.of(config));
        try (PrometheusProcess prometheus =
                        new PrometheusProcess(binary.get(), Files.createTempDirectory(directory, "p"));
                Running running = Running.over(config, () -> store)) {
            running.server.awaitReady();
            fill(running, start);
            prometheus.start(running.server.apiUrl().getAuthority());
            send(store, prometheus, start);
            List<String> differences = new ArrayList<>();
            List<String> expressions = expressions();
            for (String expression : expressions) {
                check(prometheus, running, expression, start, differences);
            }
            assertThat(differences).isEmpty();
            assertThat(expressions).hasSizeGreaterThan(150).doesNotHaveDuplicates();
        }
    }

    private static void check(
            PrometheusProcess prometheus, Running running, String expression, long start, List<String> differences)
            throws JsonProcessingException {
        String query = "?query=" + URLEncoder.encode(expression, StandardCharsets.UTF_8);
        long first = start / SECOND + 20 * 60;
        for (String path : List.of(
                "/api/v1/query" + query + "&time=" + (first + 10 * 60),
                "/api/v1/query_range" + query + "&start=" + first + "&end=" + (first + 15 * 60) + "&step=45",
                "/api/v1/format_query" + query)) {
            String theirs = prometheus.get(path).orElse("{}");
            String ours = running.get(path).body();
            String difference = difference(data(theirs), data(ours));
            if (!difference.isEmpty()) {
                differences.add(path.substring(0, path.indexOf('?')) + " " + expression + ": " + difference);
            }
        }
    }

    private static Map<String, Double> data(String body) throws JsonProcessingException {
        JsonNode data = new ObjectMapper().readTree(body).path("data");
        Map<String, Double> values = new TreeMap<>();
        if (data.isTextual()) {
            values.put(data.asText(), 0.0);
        }
        if (data.path("resultType").asText().equals("scalar")) {
            values.put("scalar", data.path("result").get(1).asDouble());
            return values;
        }
        for (JsonNode one : data.path("result")) {
            Map<String, String> labels = new TreeMap<>();
            one.path("metric")
                    .properties()
                    .forEach(
                            label -> labels.put(label.getKey(), label.getValue().asText()));
            for (JsonNode point : one.has("values") ? one.get("values") : List.of(one.path("value"))) {
                values.put(
                        labels + " at " + point.path(0).asDouble(),
                        point.path(1).asDouble());
            }
        }
        return values;
    }

    private static String difference(Map<String, Double> theirs, Map<String, Double> ours) {
        if (!theirs.keySet().equals(ours.keySet())) {
            List<String> missing = new ArrayList<>(theirs.keySet());
            missing.removeAll(ours.keySet());
            List<String> more = new ArrayList<>(ours.keySet());
            more.removeAll(theirs.keySet());
            return theirs.size() + " there, " + ours.size() + " here; only there "
                    + missing.stream().limit(2).toList() + ", only here "
                    + more.stream().limit(2).toList();
        }
        for (Map.Entry<String, Double> one : theirs.entrySet()) {
            double a = one.getValue();
            double b = ours.getOrDefault(one.getKey(), Double.NaN);
            boolean same = Double.compare(a, b) == 0 || Math.abs(a - b) <= 1e-9 * Math.max(1, Math.abs(a));
            if (!same) {
                return one.getKey() + " is " + a + " there, " + b + " here";
            }
        }
        return "";
    }

    /// Three requests in ten seconds, one of which fails.
    private static void fill(Running running, long start) {
        Random random = new Random(13);
        TracesData.Builder data = TracesData.newBuilder();
        int trace = 1;
        for (long second = 0; second < MINUTES * 60; second += 10) {
            for (int i = 0; i < 3; i++) {
                long at = start + second * SECOND + random.nextInt(9_000) * 1_000_000L;
                boolean fails = i == 0;
                // In the middle of native buckets, so that fine ones fit into them.
                int bucket = random.nextInt(90) - 70;
                add(data, trace, 1, 0, "frontend", "GET /" + i, SpanKind.SPAN_KIND_SERVER, at, bucket + 2, fails);
                add(data, trace, 2, 1, "frontend", "GET", SpanKind.SPAN_KIND_CLIENT, at + 1, bucket + 1, fails);
                add(data, trace, 3, 2, "cart", "GET /cart", SpanKind.SPAN_KIND_SERVER, at + 2, bucket, fails);
                trace++;
            }
        }
        URI url = running.server.otlpHttpUrl().orElseThrow().resolve("/v1/traces");
        assertThat(running.post(url, "application/x-protobuf", data.build().toByteArray())
                        .statusCode())
                .isEqualTo(200);
    }

    private static void add(
            TracesData.Builder data,
            int trace,
            int id,
            int parent,
            String service,
            String name,
            SpanKind kind,
            long start,
            int bucket,
            boolean failed) {
        Span.Builder span = Span.newBuilder()
                .setTraceId(ByteString.fromHex("%032x".formatted(trace)))
                .setSpanId(ByteString.fromHex("%016x".formatted(id)))
                .setParentSpanId(parent == 0 ? ByteString.EMPTY : ByteString.fromHex("%016x".formatted(parent)))
                .setName(name)
                .setKind(kind)
                .setStartTimeUnixNano(start)
                .setEndTimeUnixNano(start + Math.round(Math.pow(2, (bucket - 0.5) / 8) * SECOND));
        if (failed) {
            span.setStatus(Status.newBuilder().setCode(Status.StatusCode.STATUS_CODE_ERROR));
        }
        data.addResourceSpans(ResourceSpans.newBuilder()
                .setResource(Resource.newBuilder()
                        .addAttributes(KeyValue.newBuilder()
                                .setKey("service.name")
                                .setValue(AnyValue.newBuilder().setStringValue(service))))
                .addScopeSpans(ScopeSpans.newBuilder().addSpans(span)));
    }

    /// What had been counted at each of the times.
    private static void send(SpanStore store, PrometheusProcess prometheus, long start) throws Exception {
        SeriesLabels labels = new SeriesLabels(SpanSeriesSettings.DEFAULT, GraphSeriesSettings.DEFAULT);
        RunningSeries series = new RunningSeries(labels, true, 1_000);
        RemoteWriteSettings settings = new RemoteWriteSettings(
                "", 1, Map.of(), RemoteWriteSettings.Credentials.NONE, new TreeMap<>(), Histograms.BOTH);
        QueryEngine engine = new QueryEngine();
        try (Snapshot snapshot = store.snapshot();
                HttpClient client = HttpClient.newHttpClient()) {
            for (long time = start; time <= start + MINUTES * 60 * SECOND; time += GRID) {
                QueryContext context = QueryContext.withTimeout(Duration.ofMinutes(5));
                long from = time - GRID + 1;
                GraphRequest calls = new GraphRequest(
                        null, from, time + 1, SpanMoment.START, labels.peerAttributes(), Breakdown.NONE);
                SpanSeriesRequest spans =
                        new SpanSeriesRequest(null, from, time + 1, SpanMoment.START, Breakdown.NONE, true);
                series.add(
                        engine.graph(snapshot, calls, context).edges(),
                        engine.spanSeries(snapshot, spans, context),
                        Instant.EPOCH);
                for (byte[] message :
                        RemoteWriteMessages.of(series, EnumSet.allOf(Processor.class), settings, time / 1_000_000)) {
                    HttpResponse<String> response = client.send(
                            HttpRequest.newBuilder(URI.create(prometheus.writeUrl()))
                                    .header("content-type", "application/x-protobuf")
                                    .header("content-encoding", "snappy")
                                    .POST(HttpRequest.BodyPublishers.ofByteArray(RemoteWrite.compressed(message)))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString());
                    assertThat(response.statusCode()).as(response.body()).isEqualTo(204);
                }
            }
        }
    }
}
