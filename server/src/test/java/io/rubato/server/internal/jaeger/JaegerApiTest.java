package io.rubato.server.internal.jaeger;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.opentelemetry.proto.trace.v1.TracesData;
import io.rubato.server.Running;
import io.rubato.server.internal.otlp.TraceJsonWriter;
import java.io.ByteArrayOutputStream;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Every call that Jaeger's UI and Grafana's Jaeger data source make, field by field.
class JaegerApiTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final long START_MICROS = ShopTrace.START / 1_000;
    private static final String ENDS = ",\"limit\":0,\"offset\":0,\"errors\":null}";
    private static final String SHORT = "000000000000cafe";

    @TempDir
    private Path directory;

    private Running running;

    @BeforeEach
    void start() {
        running = Running.in(directory);
        HttpResponse<String> sent = running.post(
                running.server.otlpHttpUrl().orElseThrow().resolve("/v1/traces"),
                "application/x-protobuf",
                ShopTrace.data().toByteArray());
        assertThat(sent.statusCode()).isEqualTo(200);
    }

    @AfterEach
    void stop() {
        running.close();
    }

    @Test
    void services() throws Exception {
        assertJson("/jaeger/api/services", "{\"data\":[\"Shop\",\"stock\"],\"total\":2" + ENDS);
        assertJson("/api/v3/services", "{\"services\":[\"Shop\",\"stock\"]}");
        assertJson("/jaeger/api/v3/services", "{\"services\":[\"Shop\",\"stock\"]}");
    }

    @Test
    void operations() throws Exception {
        assertJson(
                "/jaeger/api/services/Shop/operations",
                "{\"data\":[\"GET /Basket\",\"GET /stock\"],\"total\":2" + ENDS);
        assertJson(
                "/jaeger/api/operations?service=Shop&spanKind=server",
                "{\"data\":[{\"name\":\"GET /Basket\",\"spanKind\":\"server\"}],\"total\":1" + ENDS);
        String both = "[{\"name\":\"GET /Basket\",\"spanKind\":\"server\"},"
                + "{\"name\":\"GET /stock\",\"spanKind\":\"client\"}]";
        assertJson("/jaeger/api/operations?service=Shop", "{\"data\":" + both + ",\"total\":2" + ENDS);
        assertJson("/api/v3/operations?service=Shop", "{\"operations\":" + both + "}");
        assertJson("/api/v3/operations?service=none", "{\"operations\":[]}");
        assertFailure("/jaeger/api/operations", 400, "parameter 'service' is required");
        assertFailureV3("/api/v3/operations", 400, "service is required");
    }

    @Test
    void aTraceById() throws Exception {
        assertJson("/jaeger/api/traces/" + ShopTrace.ID, "{\"data\":[" + trace(ShopTrace.ID) + "],\"total\":0" + ENDS);
        assertJson("/jaeger/api/traces/cafe", "{\"data\":[" + trace(SHORT) + "],\"total\":0" + ENDS);
        assertJson(
                "/jaeger/api/traces/" + ShopTrace.ID + "?start=1790000000000&end=1790000001000",
                "{\"data\":[" + trace(ShopTrace.ID) + "],\"total\":0" + ENDS);
        assertFailure("/jaeger/api/traces/1", 404, "trace not found");
        assertFailure("/jaeger/api/traces/xyz", 400, "trace id: 'xyz'");
    }

    @Test
    void aTraceByIdInVersion3() throws Exception {
        ByteArrayOutputStream stored = new ByteArrayOutputStream();
        TraceJsonWriter.writeOtlp(ShopTrace.data().toByteArray(), stored);
        JsonNode expected = JSON.readTree("{\"result\":" + stored.toString(StandardCharsets.UTF_8) + "}");
        String times = "?start_time=2026-09-21T13:33:20.123456789Z&end_time=2026-09-21T13:34:20Z";
        assertThat(json("/api/v3/traces/" + ShopTrace.ID + times)).isEqualTo(expected);
        assertThat(json("/api/v3/traces?query.service_name=Shop&query.start_time_min=2020-01-01T00:00:00Z"
                        + "&query.start_time_max=2030-01-01T00:00:00Z&query.num_traces=5"))
                .isEqualTo(expected);
        assertFailureV3("/api/v3/traces/1", 404, "trace not found");
    }

    @Test
    void search() throws Exception {
        String all = "start=" + (START_MICROS - 10) + "&end=" + (START_MICROS + 10_000_000);
        assertJson(
                "/jaeger/api/traces?service=Shop&limit=20&lookback=1h&" + all,
                "{\"data\":[" + trace(SHORT) + "],\"total\":0" + ENDS);
        assertThat(found("service=Shop&operation=GET%20/Basket&" + all)).hasSize(1);
        assertThat(found("service=stock&operation=GET%20/Basket&" + all)).isEmpty();
        assertThat(found("service=shop&" + all)).isEmpty();
        assertThat(found("service=Shop&minDuration=9ms&maxDuration=1.2s&" + all))
                .hasSize(1);
        assertThat(found("service=Shop&minDuration=9001us&" + all)).isEmpty();
        assertThat(found("service=Shop&maxDuration=4ms&" + all)).isEmpty();
        assertThat(found("service=Shop&" + tags("http.status_code", "200") + "&" + all))
                .hasSize(1);
        assertThat(found("service=Shop&" + tags("http.status_code", "500") + "&" + all))
                .isEmpty();
        assertThat(found("service=stock&" + tags("error", "true") + "&" + all)).hasSize(1);
        assertThat(found("service=Shop&" + tags("error", "true") + "&" + all)).isEmpty();
        assertThat(found("service=Shop&" + tags("span.kind", "client") + "&" + all))
                .hasSize(1);
        assertThat(found("service=stock&" + tags("span.kind", "client") + "&" + all))
                .isEmpty();
        assertThat(found("service=stock&" + tags("item", "shoe") + "&" + all)).hasSize(1);
        assertThat(found("service=stock&" + tags("event", "asked") + "&" + all)).hasSize(1);
        assertThat(found("service=stock&" + tags("otel.status_description", "sold out") + "&" + all))
                .hasSize(1);
        assertThat(found("service=stock&" + tags("host.name", "stock-1") + "&" + all))
                .hasSize(1);
        assertThat(found("service=stock&tag=host.name:stock-1&" + all)).hasSize(1);
        assertThat(found("service=Shop&start=1&end=2")).isEmpty();
        assertFailure("/jaeger/api/traces?service=a&limit=x", 400, "unable to parse param 'limit'");
        assertFailure("/jaeger/api/traces?service=a&tags=%7B", 400, "malformed 'tags' parameter");
        assertFailure("/jaeger/api/traces?service=a&minDuration=5s&maxDuration=1s", 400, "'maxDuration' should be");
        assertFailure("/jaeger/api/traces?service=a&minDuration=5", 400, "minDuration");
        String many = IntStream.range(0, 150).mapToObj(i -> "tag=k" + i + ":v").collect(Collectors.joining("&"));
        assertFailure("/jaeger/api/traces?" + many, 400, "150 conditions, expected at most 100");
    }

    @Test
    void severalTracesById() throws Exception {
        JsonNode found = json("/jaeger/api/traces?traceID=" + ShopTrace.ID + "&traceID=" + "0".repeat(31) + "1");
        assertThat(found.get("data")).hasSize(1);
        assertThat(found.get("data").get(0)).isEqualTo(JSON.readTree(trace(ShopTrace.ID)));
        assertThat(found.get("errors"))
                .isEqualTo(JSON.readTree(
                        "[{\"code\":404,\"msg\":\"trace not found\",\"traceID\":\"" + "0".repeat(31) + "1\"}]"));
    }

    @Test
    void traceSummaries() throws Exception {
        String times = "query.startTimeMin=2026-09-21T00:00:00.000Z&query.startTimeMax=2026-09-30T00:00:00.000Z";
        String expected = """
                {"summaries":[{"traceId":"%s","rootServiceName":"Shop","rootOperationName":"GET /Basket",
                "minStartTimeUnixNano":"1790000000000000000","maxEndTimeUnixNano":"1790000000009000000",
                "spanCount":3,"errorSpanCount":1,"orphanSpanCount":0,"services":[
                {"name":"Shop","spanCount":2,"errorSpanCount":0},{"name":"stock","spanCount":1,"errorSpanCount":1}]}]}""".formatted(ShopTrace.ID);
        assertJson("/api/v3/trace-summaries?query.serviceName=Shop&query.searchDepth=20&" + times, expected);
        assertJson("/jaeger/api/v3/trace-summaries?" + times, expected);
        assertJson(
                "/api/v3/trace-summaries?query.serviceName=Shop&query.operationName=GET%20/Basket&query.durationMin=1.2ms"
                        + "&query.durationMax=100ms&query.attributes=" + encoded("{\"cached\":\"true\"}") + "&" + times,
                expected);
        assertJson("/api/v3/trace-summaries?query.serviceName=none&" + times, "{\"summaries\":[]}");
        assertFailureV3("/api/v3/trace-summaries?query.serviceName=Shop", 400, "query.startTimeMin is required");
        assertFailureV3("/api/v3/trace-summaries?query.startTimeMin=now", 400, "query.startTimeMin: 'now'");
    }

    @Test
    void dependencies() throws Exception {
        assertJson(
                "/jaeger/api/dependencies?endTs=1790000100000&lookback=604800000",
                "{\"data\":[{\"parent\":\"Shop\",\"child\":\"stock\",\"callCount\":1}],\"total\":0" + ENDS);
        assertJson("/jaeger/api/dependencies?endTs=1000&lookback=10", "{\"data\":[],\"total\":0" + ENDS);
        assertFailure("/jaeger/api/dependencies?endTs=x", 400, "unable to parse param 'endTs'");
    }

    @Test
    void monitor() throws Exception {
        String range = "&endTs=1790000060000&lookback=60000&step=60000&ratePer=600000";
        JsonNode latencies = json("/jaeger/api/metrics/latencies?service=Shop&quantile=0.95&spanKind=server" + range);
        assertThat(latencies.get("name").textValue()).isEqualTo("service_latencies");
        assertThat(latencies.get("type").textValue()).isEqualTo("GAUGE");
        assertThat(latencies.get("help").textValue()).isEqualTo("0.95th quantile latency, grouped by service");
        JsonNode metric = latencies.get("metrics").get(0);
        assertThat(metric.get("labels")).isEqualTo(JSON.readTree("[{\"name\":\"service_name\",\"value\":\"Shop\"}]"));
        JsonNode point = metric.get("metricPoints").get(0);
        assertThat(point.get("timestamp").textValue()).isEqualTo("2026-09-21T14:14:00Z");
        assertThat(point.get("gaugeValue").get("doubleValue").doubleValue()).isBetween(8.9, 9.1);

        JsonNode calls = json("/jaeger/api/metrics/calls?service=Shop&groupByOperation=true&spanKind=client" + range);
        assertThat(calls.get("name").textValue()).isEqualTo("service_operation_call_rate");
        assertThat(calls.get("metrics").get(0).get("labels"))
                .isEqualTo(JSON.readTree("[{\"name\":\"operation\",\"value\":\"GET /stock\"},"
                        + "{\"name\":\"service_name\",\"value\":\"Shop\"}]"));
        double sum = 0;
        for (JsonNode each : calls.get("metrics").get(0).get("metricPoints")) {
            sum = Math.max(sum, each.get("gaugeValue").get("doubleValue").doubleValue());
        }
        assertThat(sum).isBetween(1 / 601.0, 1 / 599.0);

        JsonNode errors = json("/jaeger/api/metrics/errors?service=stock" + range);
        assertThat(errors.get("name").textValue()).isEqualTo("service_error_rate");
        assertThat(errors.toString()).contains("\"gaugeValue\":{\"doubleValue\":1.0}");
        assertJson(
                "/jaeger/api/metrics/errors?service=none&groupByOperation=true" + range,
                "{\"name\":\"service_operation_error_rate\",\"type\":\"GAUGE\",\"help\":\"error rate, computed as a"
                        + " fraction of errors/sec over calls/sec, grouped by service & operation\",\"metrics\":[]}");
        assertFailure("/jaeger/api/metrics/calls", 400, "at least one service");
        assertFailure("/jaeger/api/metrics/latencies?service=a", 400, "quantile");
        assertFailure("/jaeger/api/metrics/calls?service=a&spanKind=odd", 400, "unsupported span kind");
    }

    @Test
    void transform() throws Exception {
        ByteArrayOutputStream otlp = new ByteArrayOutputStream();
        TraceJsonWriter.writeOtlp(ShopTrace.data().toByteArray(), otlp);
        HttpResponse<String> response = running.post(
                running.server.apiUrl().resolve("/jaeger/api/transform"), "application/json", otlp.toByteArray());
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(JSON.readTree(response.body()))
                .isEqualTo(JSON.readTree("{\"data\":[" + trace(ShopTrace.ID) + "],\"total\":0" + ENDS));
        HttpResponse<String> bad = running.post(
                running.server.apiUrl().resolve("/jaeger/api/transform"),
                "application/json",
                "no json".getBytes(StandardCharsets.UTF_8));
        assertThat(bad.statusCode()).isEqualTo(400);
        assertThat(bad.body()).contains("\"data\":null", "cannot unmarshal OTLP");
        HttpResponse<String> large = running.post(
                running.server.apiUrl().resolve("/jaeger/api/transform"), "application/json", new byte[9 << 20]);
        assertThat(large.statusCode()).isEqualTo(413);
    }

    @Test
    void whatIsNotKeptSaysSo() throws Exception {
        HttpResponse<String> known = running.post(
                running.server.apiUrl().resolve("/jaeger/api/archive/" + ShopTrace.ID), "text/plain", new byte[0]);
        assertThat(known.statusCode()).isEqualTo(501);
        HttpResponse<String> unknown =
                running.post(running.server.apiUrl().resolve("/jaeger/api/archive/1"), "text/plain", new byte[0]);
        assertThat(unknown.statusCode()).isEqualTo(404);
        assertFailure("/jaeger/api/quality-metrics?hours=1&service=a", 501, "quality metrics");
        assertFailure("/jaeger/analytics/v1/dependencies?service=a&operation=b", 501, "dependencies");
        assertThat(running.get("/jaeger/api/none").statusCode()).isEqualTo(404);
    }

    @Test
    void theTempoApiKeepsItsPaths() throws Exception {
        assertThat(json("/api/traces/" + ShopTrace.ID).has("batches")).isTrue();
        assertThat(running.get("/api/traces/").statusCode()).isNotEqualTo(200);
        assertThat(TracesData.parseFrom(ShopTrace.data().toByteArray()).getResourceSpansCount())
                .isEqualTo(2);
    }

    /// The trace as Jaeger's UI has it.
    private static String trace(String id) {
        String scope = "{'key':'otel.scope.name','type':'string','value':'http'},"
                + "{'key':'otel.scope.version','type':'string','value':'2'}";
        return """
                {'traceID':'ID','spans':[
                {'traceID':'ID','spanID':'0000000000000001','flags':1,'operationName':'GET /Basket','references':[],
                'startTime':1790000000000000,'duration':9000,'tags':[
                {'key':'http.status_code','type':'int64','value':200},{'key':'ratio','type':'float64','value':0.5},
                {'key':'cached','type':'bool','value':true},{'key':'big','type':'string','value':'BIG'},
                {'key':'list','type':'string','value':'[1]'},
                {'key':'span.kind','type':'string','value':'server'},SCOPE,
                {'key':'w3c.tracestate','type':'string','value':'a=b'}],'logs':[],'processID':'p1','warnings':null},
                {'traceID':'ID','spanID':'0000000000000002','flags':1,'operationName':'GET /stock','references':[
                {'refType':'CHILD_OF','traceID':'ID','spanID':'0000000000000001'},
                {'refType':'FOLLOWS_FROM','traceID':'LINK','spanID':'00000000000000bb'}],
                'startTime':1790000000001000,'duration':5000,'tags':[
                {'key':'span.kind','type':'string','value':'client'},SCOPE],'logs':[],'processID':'p1','warnings':null},
                {'traceID':'ID','spanID':'0000000000000003','flags':1,'operationName':'GET /stock','references':[
                {'refType':'CHILD_OF','traceID':'ID','spanID':'0000000000000002'}],
                'startTime':1790000000002000,'duration':3000,'tags':[
                {'key':'span.kind','type':'string','value':'server'},SCOPE,
                {'key':'otel.status_code','type':'string','value':'ERROR'},{'key':'error','type':'bool','value':true},
                {'key':'otel.status_description','type':'string','value':'sold out'}],
                'logs':[{'timestamp':1790000000003000,'fields':[{'key':'event','type':'string','value':'asked'},
                {'key':'item','type':'string','value':'shoe'}]}],'processID':'p2','warnings':null}],
                'processes':{'p1':{'serviceName':'Shop','tags':[{'key':'host.name','type':'string','value':'shop-1'}]},
                'p2':{'serviceName':'stock','tags':[{'key':'host.name','type':'string','value':'stock-1'}]}},
                'warnings':null}""".replace("'", "\"")
                .replace("\"type\":\"string\",\"value\":\"BIG\"", "\"type\":\"int64\",\"value\":\"" + (1L << 60) + "\"")
                .replace("SCOPE", scope.replace("'", "\""))
                .replace("LINK", (id.length() == 16 ? "" : "0".repeat(16)) + "00000000000000aa")
                .replace("\"ID\"", "\"" + id + "\"");
    }

    private List<String> found(String query) throws Exception {
        List<String> ids = new ArrayList<>();
        json("/jaeger/api/traces?" + query).get("data").forEach(trace -> {
            assertThat(trace.get("spans")).isNotEmpty();
            ids.add(trace.get("traceID").textValue());
        });
        return ids;
    }

    private static String tags(String key, String value) {
        return "tags=" + encoded("{\"" + key + "\":\"" + value + "\"}");
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private void assertJson(String path, String expected) throws Exception {
        assertThat(json(path)).as(path).isEqualTo(JSON.readTree(expected));
    }

    private JsonNode json(String path) throws Exception {
        HttpResponse<String> response = running.get(path);
        assertThat(response.statusCode()).as(path + ": " + response.body()).isEqualTo(200);
        assertThat(response.headers().firstValue("content-type").orElse("")).startsWith("application/json");
        return JSON.readTree(response.body());
    }

    private void assertFailure(String path, int status, String part) throws Exception {
        HttpResponse<String> response = running.get(path);
        assertThat(response.statusCode()).as(path + ": " + response.body()).isEqualTo(status);
        JsonNode body = JSON.readTree(response.body());
        assertThat(body.get("data").isNull()).isTrue();
        assertThat(body.get("errors").get(0).get("code").intValue()).isEqualTo(status);
        assertThat(body.get("errors").get(0).get("msg").textValue()).contains(part);
    }

    private void assertFailureV3(String path, int status, String part) throws Exception {
        HttpResponse<String> response = running.get(path);
        assertThat(response.statusCode()).as(path + ": " + response.body()).isEqualTo(status);
        JsonNode error = JSON.readTree(response.body()).get("error");
        assertThat(error.get("httpCode").intValue()).isEqualTo(status);
        assertThat(error.get("message").textValue()).contains(part);
    }
}
