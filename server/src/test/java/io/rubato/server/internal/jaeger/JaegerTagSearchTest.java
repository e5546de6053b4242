package io.rubato.server.internal.jaeger;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.rubato.server.Running;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Fixtures of attribute levels and types: one trace that is an error and one that is not, found by each tag in
/// versions 2 and 3 and in summaries.
class JaegerTagSearchTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    private Path directory;

    private Running running;

    @BeforeEach
    void start() {
        running = Running.in(directory);
        String good = """
                {"resourceSpans":[{"resource":{"attributes":[A("service.name","good"),A("region","north")]},
                "scopeSpans":[{"scope":{"name":"lib","version":"1.2","attributes":[A("tier","gold")]},"spans":[
                {"traceId":"00000000000000000000000000000001","spanId":"0000000000000001","name":"a",
                "startTimeUnixNano":"1790000000000000000","endTimeUnixNano":"1790000000009000000",
                "attributes":[{"key":"tiny","value":{"doubleValue":0.00007375}},
                {"key":"huge","value":{"doubleValue":25000000000}},{"key":"half","value":{"doubleValue":0.5}},
                {"key":"long","value":{"intValue":"1234567890123456789"}},
                {"key":"least","value":{"intValue":"-9223372036854775808"}},
                {"key":"list","value":{"arrayValue":{"values":[{"stringValue":"x"},{"intValue":"7"}]}}}],
                "links":[{"traceId":"00000000000000000000000000000009","spanId":"0000000000000009","attributes":[A("why","batch")]}],
                "events":[{"timeUnixNano":"1790000000001000000","name":"asked","attributes":[A("item","shoe")]}],
                "status":{"code":1}}]}]}]}""".replaceAll("A\\((\"[^\"]+\"),(\"[^\"]+\")\\)", "{\"key\":$1,\"value\":{\"stringValue\":$2}}");
        String bad = """
                {"resourceSpans":[{"resource":{"attributes":[{"key":"service.name","value":{"stringValue":"bad"}}]},
                "scopeSpans":[{"scope":{"name":"other"},"spans":[
                {"traceId":"00000000000000000000000000000002","spanId":"0000000000000002","name":"b",
                "startTimeUnixNano":"1790000000000000000","endTimeUnixNano":"1790000000009000000",
                "status":{"code":2}}]}]}]}""";
        for (String trace : new String[] {good, bad}) {
            HttpResponse<String> sent = running.post(
                    running.server.otlpHttpUrl().orElseThrow().resolve("/v1/traces"),
                    "application/json",
                    trace.getBytes(StandardCharsets.UTF_8));
            assertThat(sent.statusCode()).isEqualTo(200);
        }
    }

    @AfterEach
    void stop() {
        running.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "tier|gold|1",
                "scope.tier|gold|1",
                "resource.tier|gold|",
                "tier|silver|",
                "why|batch|1",
                "link.why|batch|1",
                "item|shoe|1",
                "event.item|shoe|1",
                "event|asked|1",
                "region|north|1",
                "resource.region|north|1",
                "scope.region|north|",
                "resource.service.name|bad|2",
                "scope.name|lib|1",
                "scope.version|1.2|1",
                "otel.scope.name|other|2",
                "scope.name|none|",
                "error|true|2",
                "error|false|1",
                "span.status|ERROR|2",
                "span.status|OK|1",
                "span.status|ok|1",
                "span.status|UNSET|",
                "tiny|7.375E-5|1",
                "tiny|7.375e-05|1",
                "tiny|0.00007375|1",
                "tiny|7.376E-5|",
                "huge|2.5E10|1",
                "huge|25000000000|1",
                "half|0.5|1",
                "half|5E-1|1",
                "long|1234567890123456789|1",
                "long|1234567890123456788|",
                "least|-9223372036854775808|1",
                "long|9999999999999999999|",
                "list|[\"x\",7]|1",
                "list|[\"y\",7]|",
                "list|x|1",
                "list|[|"
            })
    void everyApiFindsTheSame(String key, String value, String expected) throws Exception {
        String found = expected == null ? "" : "0".repeat(31) + expected;
        String tags = encoded(JSON.writeValueAsString(Map.of(key, value)));
        String times = "&query.startTimeMin=2026-09-01T00:00:00Z&query.startTimeMax=2026-09-30T00:00:00Z";

        JsonNode v2 = json("/jaeger/api/traces?start=1789999999000000&end=1790000010000000&tags=" + tags);
        JsonNode v3 = json("/api/v3/traces?query.attributes=" + tags + times);
        JsonNode summaries = json("/api/v3/trace-summaries?query.attributes=" + tags + times);

        String shown = found.isEmpty() ? "" : found.substring(16);
        assertThat(v2.path("data").path(0).path("traceID").asText()).isEqualTo(shown);
        assertThat(v2.path("data").size()).isEqualTo(found.isEmpty() ? 0 : 1);
        assertThat(v3.findValuesAsText("traceId").contains(found)).isEqualTo(!found.isEmpty());
        assertThat(v3.has("error")).isEqualTo(found.isEmpty());
        assertThat(summaries.path("summaries").size()).isEqualTo(found.isEmpty() ? 0 : 1);
        assertThat(summaries.path("summaries").path(0).path("traceId").asText()).isEqualTo(found);
    }

    @Test
    void aTagMayBeNamedLikeALevel() throws Exception {
        JsonNode none = json("/jaeger/api/traces?start=1789999999000000&end=1790000010000000&tag=resource.:x");
        assertThat(none.path("data")).isEmpty();
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private JsonNode json(String path) throws Exception {
        return JSON.readTree(running.get(path).body());
    }
}
