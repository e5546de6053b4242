package io.rubato.server.internal.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.protobuf.ByteString;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.resource.v1.Resource;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.Status;
import io.opentelemetry.proto.trace.v1.TracesData;
import io.rubato.server.Running;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Parts of traces, short traces and differences, over a chain `a > b > c > d > e` with a second child `x` of `a`, and
/// a
/// second trace without `x`, in which `c` is slower and fails.
class TraceApiTest {
    private static final String FIRST = "11111111111111111111111111111111";
    private static final String SECOND = "22222222222222222222222222222222";
    private static final long START = 1_795_345_600_000_000_000L;
    private static final String PATH = "/api/v2/traces/" + FIRST;

    @TempDir
    private static Path directory;

    private static Running running;

    @BeforeAll
    static void start() {
        running = Running.in(directory);
        URI url = running.server.otlpHttpUrl().orElseThrow().resolve("/v1/traces");
        TracesData both = TracesData.newBuilder()
                .addResourceSpans(resource(FIRST, true, 10))
                .addResourceSpans(resource(SECOND, false, 40))
                .build();
        assertThat(running.post(url, "application/x-protobuf", both.toByteArray())
                        .statusCode())
                .isEqualTo(200);
    }

    @AfterAll
    static void stop() {
        running.close();
    }

    private static ResourceSpans resource(String trace, boolean whole, long millis) {
        ScopeSpans.Builder spans = ScopeSpans.newBuilder();
        spans.getScopeBuilder().setName("lib").setVersion("1");
        for (int i = 0; i < 5; i++) {
            String name = "abcde".substring(i, i + 1);
            Span.Builder span = span(trace, name, i + 1, i, name.equals("c") ? millis : 10);
            if (name.equals("c") && !whole) {
                span.setStatus(Status.newBuilder().setCode(Status.StatusCode.STATUS_CODE_ERROR));
                span.addAttributes(attribute("error.type", "timeout"));
            }
            spans.addSpans(span);
        }
        if (whole) {
            spans.addSpans(span(trace, "x", 9, 1, 10));
        }
        return ResourceSpans.newBuilder()
                .setResource(Resource.newBuilder()
                        .addAttributes(attribute("service.name", "shop"))
                        .addAttributes(attribute("pod", "p")))
                .addScopeSpans(spans)
                .build();
    }

    private static Span.Builder span(String trace, String name, int id, int parent, long millis) {
        Span.Builder span = Span.newBuilder()
                .setTraceId(ByteString.fromHex(trace))
                .setSpanId(ByteString.fromHex("000000000000000" + id))
                .setName(name)
                .setKind(Span.SpanKind.SPAN_KIND_INTERNAL)
                .setStartTimeUnixNano(START + id)
                .setEndTimeUnixNano(START + id + millis * 1_000_000);
        return parent == 0 ? span : span.setParentSpanId(ByteString.fromHex("000000000000000" + parent));
    }

    private static KeyValue attribute(String key, String value) {
        return KeyValue.newBuilder()
                .setKey(key)
                .setValue(AnyValue.newBuilder().setStringValue(value))
                .build();
    }

    @Test
    void onlyTheSpansAskedFor() throws Exception {
        String c = "?q=" + encoded("{ name = \"c\" }");
        assertThat(names(c)).containsExactly("c");
        assertThat(names(c + "&keep_hierarchy=true")).containsExactly("a", "b", "c");
        assertThat(names(c + "&keep_hierarchy=true&match_depth=1")).containsExactly("a", "b", "c", "d");
        assertThat(names(c + "&keep_hierarchy=true&match_depth=-1")).containsExactly("a", "b", "c", "d", "e");
        assertThat(names(c + "&keep_hierarchy=true&ancestor_depth=1")).containsExactly("b", "c");
        assertThat(names(c + "&keep_hierarchy=true&ancestor_depth=0")).containsExactly("c");
        for (String ignored : List.of("", "&ancestor_depth=0", "&ancestor_depth=1", "&ancestor_depth=-1")) {
            assertThat(names(c + "&keep_hierarchy=false" + ignored)).as(ignored).containsExactly("c");
            assertThat(names(c + ignored)).as(ignored).containsExactly("c");
        }
        assertThat(names("?ancestor_depth=2")).hasSize(6);
        assertThat(names("?q=" + encoded("{ name = \"e\" || name = \"x\" }") + "&keep_hierarchy=1"))
                .containsExactly("a", "b", "c", "d", "e", "x");
        assertThat(names("")).hasSize(6);
    }

    @Test
    void aFilteredTraceSaysSo() throws Exception {
        JsonNode some = json(PATH + "?q=" + encoded("{ name = \"c\" }"));
        assertThat(some.get("status").asText()).isEqualTo("PARTIAL");
        assertThat(some.get("message").asText())
                .isEqualTo("Trace filtered, only a subset of spans matching the filter is returned");
        assertThat(json(PATH + "?q=%7B%7D").has("status")).isFalse();
        assertThat(running.get(PATH + "?q=" + encoded("{ name = \"nobody\" }")).body())
                .startsWith("{\"trace\":{},\"metrics\":{\"inspectedBytes\":");
        assertThat(running.get("/api/v2/traces/1234?q=%7B%7D").body()).isEqualTo("{\"trace\":{},\"metrics\":{}}");
    }

    @Test
    void parametersThatAreNone() {
        for (String q : List.of("{} | count() > 1", "{} > {}", "{}|rate()", "{ foo }", "{")) {
            assertError(PATH + "?q=" + encoded(q), "invalid TraceQL filter: ");
        }
        assertError(PATH + "?match_depth=-2", "invalid match_depth: must be -1 (all levels) or greater");
        assertError(PATH + "?ancestor_depth=-2", "invalid ancestor_depth: must be -1 (all levels) or greater");
        assertError(PATH + "?keep_hierarchy=maybe", "invalid keep_hierarchy: 'maybe'");
        assertError(PATH + "?start=2&end=1", "http parameter start must be before end. received start=2 end=1");
        assertError(PATH + "?mode=some", "invalid value for mode some");
        assertThat(running.get(PATH + "?mode=blocks&blockStart=x&span_pruning=true")
                        .statusCode())
                .isEqualTo(200);
        assertThat(running.get("/api/traces/" + FIRST + "?q=ignored").statusCode())
                .isEqualTo(200);
    }

    @Test
    void shortJsonForLanguageModels() throws Exception {
        HttpResponse<String> answer = running.get("/api/v2/traces/" + SECOND, "accept", "application/vnd.grafana.llm");
        assertThat(answer.headers().firstValue("content-type")).hasValue("application/vnd.grafana.llm+json");
        JsonNode trace = new ObjectMapper().readTree(answer.body());
        assertThat(trace.at("/trace/traceId").asText()).isEqualTo(SECOND);
        assertThat(trace.at("/trace/services/0/serviceName").asText()).isEqualTo("shop");
        assertThat(trace.at("/trace/services/0/resource/pod").asText()).isEqualTo("p");
        JsonNode c = trace.at("/trace/services/0/scopes/0/spans/2");
        assertThat(c.get("spanId").asText()).isEqualTo("0000000000000003");
        assertThat(c.get("parentSpanId").asText()).isEqualTo("0000000000000002");
        assertThat(c.get("durationMs").asDouble()).isEqualTo(40);
        assertThat(c.at("/status/code").asText()).isEqualTo("STATUS_CODE_ERROR");
        assertThat(c.at("/attributes/error.type").asText()).isEqualTo("timeout");
        assertThat(trace.get("status").asText()).isEqualTo("COMPLETE");
        assertThat(trace.at("/metrics/inspectedBytes").asLong()).isPositive();
        assertThat(running.get(
                                "/api/v2/search/tag/resource.service.name/values",
                                "accept",
                                "application/vnd.grafana.llm")
                        .body())
                .startsWith("{\"tagValues\":{\"string\":[\"shop\"]},\"metrics\":{\"inspectedBytes\":");
    }

    @Test
    void differencesAsAPatch() throws Exception {
        JsonNode patch = diff("trace-patch-v0");
        assertThat(patch.get("version").asText()).isEqualTo("trace-patch-v0");
        assertThat(patch.at("/base/spanCount").asInt()).isEqualTo(6);
        assertThat(patch.at("/stats/matchedSpans").asInt()).isEqualTo(5);
        assertThat(patch.at("/stats/removedSpans").asInt()).isEqualTo(1);
        assertThat(patch.at("/removed/0/span/name").asText()).isEqualTo("x");
        assertThat(patch.at("/removed/0/target/path").toString()).isEqualTo("[0,1]");
        assertThat(patch.at("/removed/0/span/kind").asText()).isEqualTo("internal");
        assertThat(patch.at("/removed/0/span/status").asText()).isEqualTo("unset");
        assertThat(patch.at("/modified/0/span/kind").asText()).isEqualTo("internal");
        assertThat(patch.get("added")).isEmpty();
        assertThat(patch.get("modified")).hasSize(1);
        assertThat(patch.at("/modified/0/span/path").toString()).isEqualTo("[0,0,0]");
        assertThat(patch.at("/modified/0/changes").toString())
                .isEqualTo("[{\"op\":\"modify\",\"target\":{\"type\":\"field\",\"name\":\"duration_nanos\"},"
                        + "\"before\":10000000,\"after\":40000000},"
                        + "{\"op\":\"modify\",\"target\":{\"type\":\"field\",\"name\":\"status\"},"
                        + "\"before\":\"unset\",\"after\":\"error\"},"
                        + "{\"op\":\"add\",\"target\":{\"type\":\"attribute\",\"scope\":\"span\",\"key\":\"error.type\"},"
                        + "\"before\":null,\"after\":\"timeout\"}]");
    }

    @Test
    void differencesAsASummary() throws Exception {
        JsonNode composed = diff("trace-summary-v0-composed");
        assertThat(composed.fieldNames()).toIterable().containsExactly("version", "summary", "patch");
        assertThat(composed.get("version").asText()).isEqualTo("trace-summary-v0-composed");
        JsonNode summary = diff("trace-summary-v0-native");
        assertThat(composed.get("summary")).isEqualTo(summary);
        assertThat(summary.get("version").asText()).isEqualTo("trace-summary-v0-native");
        assertThat(summary.at("/signals/errors").asText()).isEqualTo("increased");
        assertThat(summary.at("/signals/spanCount").asText()).isEqualTo("decreased");
        assertThat(summary.at("/signals/structure").asText()).isEqualTo("changed");
        assertThat(summary.at("/stats/sumSpanDurationDeltaMs").asInt()).isEqualTo(20);
        assertThat(summary.at("/services/0/newErrors").asInt()).isEqualTo(1);
        assertThat(summary.at("/trust/matchedSpanRatio").asDouble()).isEqualTo(10.0 / 11);
        assertThat(composed.at("/patch/version").asText()).isEqualTo("trace-patch-v0");
        assertThat(summary.has("patch")).isFalse();
    }

    @Test
    void differencesThatAreNotThere() {
        URI url = running.server.apiUrl().resolve("/api/v2/traces/diff");
        assertThat(running.get("/api/v2/traces/diff").statusCode()).isEqualTo(405);
        assertThat(running.get("/api/v2/traces/diff").body()).isEqualTo("Method Not Allowed");
        String unknown = "{\"base\":{\"traceID\":\"" + FIRST + "\"},\"compare\":{\"traceID\":\"1234\"}}";
        assertThat(post(url, unknown).statusCode()).isEqualTo(404);
        assertThat(post(url, unknown).body()).isEqualTo("Not Found");
        for (String body :
                List.of("", "[]", "{", "{\"base\":1}", "{\"base\":{\"traceId\":\"zz\"}}", "{\"format\":\"x\"}")) {
            assertThat(post(url, body).statusCode()).as(body).isEqualTo(400);
        }
        assertThat(post(url, " ".repeat(70_000)).statusCode()).isEqualTo(413);
    }

    private static JsonNode diff(String format) throws IOException {
        String body = "{\"base\":{\"traceId\":\"" + FIRST + "\",\"start\":1},\"compare\":{\"traceId\":\"" + SECOND
                + "\"},\"format\":\"" + format + "\"}";
        HttpResponse<String> answer = post(running.server.apiUrl().resolve("/api/v2/traces/diff"), body);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return new ObjectMapper().readTree(answer.body());
    }

    private static HttpResponse<String> post(URI url, String body) {
        return running.post(url, "application/json", body.getBytes(StandardCharsets.UTF_8));
    }

    private static List<String> names(String parameters) throws IOException {
        return json(PATH + parameters)
                .at("/trace/resourceSpans/0/scopeSpans/0/spans")
                .valueStream()
                .map(span -> span.get("name").asText())
                .toList();
    }

    private static void assertError(String path, String text) {
        HttpResponse<String> answer = running.get(path);
        assertThat(answer.body()).startsWith(text).doesNotContain("\n");
        assertThat(answer.statusCode()).isEqualTo(400);
    }

    private static JsonNode json(String path) throws IOException {
        HttpResponse<String> answer = running.get(path, "accept", "application/json");
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return new ObjectMapper().readTree(answer.body());
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
