package io.rubato.server.internal.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
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
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Metrics over a real store: three spans of the shop, one of them an error, and one of the cart, of a trace each.
class MetricsApiTest {
    /// A multiple of a minute.
    private static final long T = 1_700_000_040L;

    private static final String RANGE = "&start=" + T + "&end=" + (T + 120);
    private static final String BY_SERVICE = "by(resource.service.name)";

    @TempDir
    private static Path directory;

    private static Running running;

    @BeforeAll
    static void start() {
        running = Running.in(directory);
        TracesData traces = TracesData.newBuilder()
                .addResourceSpans(spans(
                        "shop",
                        span(1, 1, 500),
                        // On the edge: it counts in the interval that ends there.
                        span(2, 60, 300),
                        span(3, 61, 10).toBuilder()
                                .setStatus(Status.newBuilder().setCode(Status.StatusCode.STATUS_CODE_ERROR))
                                .build()))
                .addResourceSpans(spans("cart", span(4, 119, 100)))
                .build();
        URI url = running.server.otlpHttpUrl().orElseThrow().resolve("/v1/traces");
        assertThat(running.post(url, "application/x-protobuf", traces.toByteArray())
                        .statusCode())
                .isEqualTo(200);
    }

    @AfterAll
    static void stop() {
        running.close();
    }

    private static ResourceSpans spans(String service, Span... spans) {
        KeyValue name = KeyValue.newBuilder()
                .setKey("service.name")
                .setValue(AnyValue.newBuilder().setStringValue(service))
                .build();
        ScopeSpans.Builder scope = ScopeSpans.newBuilder();
        for (Span span : spans) {
            scope.addSpans(span);
        }
        return ResourceSpans.newBuilder()
                .setResource(Resource.newBuilder().addAttributes(name))
                .addScopeSpans(scope)
                .build();
    }

    private static Span span(int id, long second, long millis) {
        long start = (T + second) * 1_000_000_000;
        return Span.newBuilder()
                .setTraceId(ByteString.fromHex("%032x".formatted(id)))
                .setSpanId(ByteString.fromHex("%016x".formatted(id)))
                .setName("GET /" + id)
                .setStartTimeUnixNano(start)
                .setEndTimeUnixNano(start + millis * 1_000_000)
                .build();
    }

    private static HttpResponse<String> get(String path, String q, String more) {
        return running.get(path + "?q=" + URLEncoder.encode(q, StandardCharsets.UTF_8) + more);
    }

    private static JsonNode range(String q, String more) {
        return StrictJson.read(get("/api/metrics/query_range", q, more).body(), "QueryRangeResponse");
    }

    private static JsonNode instant(String q, String more) {
        return StrictJson.read(get("/api/metrics/query", q, more).body(), "QueryInstantResponse");
    }

    @Test
    void aRangeIsCutAtMultiplesOfTheStep() {
        String body = get("/api/metrics/query_range", "{} | count_over_time() " + BY_SERVICE, RANGE + "&step=60")
                .body();
        assertThat(body)
                .startsWith("{\"series\":["
                        + "{\"labels\":[{\"key\":\"resource.service.name\",\"value\":{\"stringValue\":\"cart\"}}],"
                        + "\"samples\":[{\"timestampMs\":\"1700000040000\"},{\"timestampMs\":\"1700000100000\"},"
                        + "{\"timestampMs\":\"1700000160000\",\"value\":1.0}],\"exemplars\":[{\"labels\":["
                        + "{\"key\":\"trace:id\",\"value\":{\"stringValue\":\"4\"}},"
                        + "{\"key\":\"resource.service.name\",\"value\":{\"stringValue\":\"cart\"}}],"
                        + "\"value\":1.0,\"timestampMs\":\"1700000159000\"}]},"
                        + "{\"labels\":[{\"key\":\"resource.service.name\",\"value\":{\"stringValue\":\"shop\"}}],"
                        + "\"samples\":[{\"timestampMs\":\"1700000040000\"},"
                        + "{\"timestampMs\":\"1700000100000\",\"value\":2.0},"
                        + "{\"timestampMs\":\"1700000160000\",\"value\":1.0}]");
        assertThat(body).contains("\"metrics\":{\"inspectedTraces\":").doesNotContain("status", "message");
    }

    @Test
    void stepsAreSecondsOrDurationsAndTimesOfAllForms() {
        String q = "{} | rate()";
        JsonNode seconds = range(q, RANGE + "&step=60");
        assertThat(seconds.at("/series/0/labels/0/key").asText()).isEqualTo("__name__");
        assertThat(seconds.at("/series/0/labels/0/value/stringValue").asText()).isEqualTo("rate");
        assertThat(seconds.at("/series/0/samples/1/value").asDouble()).isEqualTo(2 / 60.0);
        for (String same : new String[] {
            RANGE + "&step=1m",
            RANGE + "&step=60.0",
            "&start=" + T + "000000000&end=" + (T + 120) + "000000000&step=60s",
            "&start=" + T + ".5&end=" + (T + 119) + ".25&step=60s",
            "&start=2023-11-14T22:14:00Z&end=2023-11-14T22:16:00Z&step=60s",
            "&since=120s&end=" + (T + 120) + "&step=60",
            "&since=2m&end=" + (T + 120) + "&step=60"
        }) {
            assertThat(range(q, same).get("series")).as(same).isEqualTo(seconds.get("series"));
        }
        // Two minutes in steps of a second, and one point in front.
        assertThat(range(q, RANGE).at("/series/0/samples")).hasSize(121);
        JsonNode old = StrictJson.read(
                running.get("/api/metrics/query_range?query=%7B%7D%7Crate()&step=60" + RANGE)
                        .body(),
                "QueryRangeResponse");
        assertThat(old.get("series")).isEqualTo(seconds.get("series"));
    }

    @Test
    void whatIsMeasuredIsInSeconds() {
        JsonNode max = range("{} | max_over_time(duration)", RANGE + "&step=60");
        assertThat(max.at("/series/0/samples")).hasSize(2);
        assertThat(max.at("/series/0/samples/0/value").asDouble()).isEqualTo(0.5);
        JsonNode exemplar = max.at("/series/0/exemplars/0");
        assertThat(exemplar.at("/labels/1/key").asText()).isEqualTo("duration");
        assertThat(exemplar.at("/labels/1/value/stringValue").asText()).isEqualTo("500ms");
        assertThat(exemplar.at("/value").asDouble()).isEqualTo(0.5);
        JsonNode quantiles = range("{} | quantile_over_time(duration, .5, 0.9) by(status)", RANGE + "&step=60");
        assertThat(quantiles.at("/series/0/labels/0/value/stringValue").asText())
                .isEqualTo("error");
        assertThat(quantiles.at("/series/0/labels/1/key").asText()).isEqualTo("p");
        assertThat(quantiles.at("/series/0/labels/1/value/doubleValue").asDouble())
                .isEqualTo(0.5);
        assertThat(quantiles.get("series")).hasSize(4);
        JsonNode histogram = range("{} | histogram_over_time(duration)", RANGE + "&step=60&exemplars=1");
        assertThat(histogram.at("/series/0/labels"))
                .hasToString("[{\"key\":\"__bucket\",\"value\":{\"doubleValue\":0.016777216}}]");
        assertThat(histogram.get("series")).hasSize(3);
        assertThat(histogram.findValues("exemplars")).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "0s", "0.0", "0ms", "0.0000000001"})
    void aStepOfNothingIsRefused(String step) {
        HttpResponse<String> answer = get("/api/metrics/query_range", "{} | rate()", RANGE + "&step=" + step);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
        assertThat(answer.body()).startsWith("invalid step: '" + step + "'");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.5", "-0.1", "95", "0.5, 2", "-1"})
    void aQuantileThatIsNoneIsRefused(String quantiles) {
        String q = "{} | quantile_over_time(duration, " + quantiles + ")";
        assertThat(get("/api/metrics/query_range", q, RANGE).statusCode()).isEqualTo(400);
        assertThat(get("/api/metrics/query", q, RANGE).statusCode()).isEqualTo(400);
        assertThat(get("/api/metrics/query", "{} | quantile_over_time(duration, 0, 0.5, 1)", RANGE)
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void anInstantQueryGivesOneNumber() {
        String body = get("/api/metrics/query", "{} | count_over_time()", RANGE).body();
        assertThat(body)
                .startsWith("{\"series\":[{\"labels\":[{\"key\":\"__name__\",\"value\":"
                        + "{\"stringValue\":\"count_over_time\"}}],\"value\":4.0}],\"metrics\":{");
        assertThat(instant("{} | rate()", RANGE).at("/series/0/value").asDouble())
                .isEqualTo(4 / 120.0);
        assertThat(instant("{ name = \"none\" } | count_over_time()", RANGE).at("/series/0/labels"))
                .hasSize(1);
        assertThat(instant("{ name = \"none\" } | max_over_time(duration)", RANGE)
                        .get("series"))
                .isEmpty();
    }

    private static double count(long start, long end, String unit) {
        return instant("{} | count_over_time()", "&start=" + start + unit + "&end=" + end + unit)
                .at("/series/0/value")
                .asDouble();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "000000000", ".0"})
    void adjoiningInstantsCountEachSpanOnce(String unit) {
        for (int cut : new int[] {1, 30, 59, 60, 61, 62, 118}) {
            assertThat(count(T, T + cut, unit) + count(T + cut, T + 120, unit)).isEqualTo(4);
        }
        // On the edge: it counts in the interval that ends there, as in a range query.
        assertThat(count(T + 59, T + 60, unit)).isEqualTo(1);
        assertThat(count(T + 60, T + 61, unit)).isEqualTo(1);
        assertThat(count(T + 61, T + 62, unit)).isZero();
        assertThat(instant("{} | rate()", "&start=" + (T + 60) + unit + "&end=" + (T + 61) + unit)
                        .at("/series/0/value")
                        .asDouble())
                .isEqualTo(1);
    }

    @Test
    void groupsSecondStagesMathAndHints() {
        assertThat(range("{} | count_over_time() by(span.none)", RANGE)
                        .at("/series/0/labels/0/value/stringValue")
                        .asText())
                .isEqualTo("nil");
        assertThat(instant("{} | count_over_time() " + BY_SERVICE + " | topk(1)", RANGE)
                        .at("/series/0/value")
                        .asInt())
                .isEqualTo(3);
        assertThat(instant("{} | max_over_time(duration) " + BY_SERVICE + " < 200ms", RANGE)
                        .get("series"))
                .hasSize(1);
        JsonNode ratio =
                instant("({ status = error } | rate() " + BY_SERVICE + ") / ({} | rate() " + BY_SERVICE + ")", RANGE);
        assertThat(ratio.get("series")).hasSize(1);
        assertThat(ratio.at("/series/0/value").asDouble()).isEqualTo(1 / 3.0);
        assertThat(range("{} | rate() with(exemplars=false, sample=true)", RANGE)
                        .findValues("exemplars"))
                .isEmpty();
        assertThat(range("{} | rate() with(colour=\"red\")", RANGE)
                        .get("message")
                        .asText())
                .isEqualTo("unknown hint colour was left out of account");
    }

    @Test
    void comparesAsDrilldownAsks() {
        JsonNode compared = range("{ true && true } | compare({ status = error }, 10)", RANGE + "&step=900s");
        assertThat(compared.get("series"))
                .anySatisfy(series -> assertThat(series.get("labels"))
                        .hasToString("[{\"key\":\"__meta_type\",\"value\":{\"stringValue\":\"selection\"}},"
                                + "{\"key\":\"resource.service.name\",\"value\":{\"stringValue\":\"shop\"}}]"))
                .anySatisfy(series -> assertThat(series.get("labels"))
                        .hasToString("[{\"key\":\"__meta_type\",\"value\":{\"stringValue\":\"baseline_total\"}},"
                                + "{\"key\":\"resource.service.name\",\"value\":{\"stringValue\":\"nil\"}}]"));
    }

    @Test
    void tooManySeriesAreAPartialAnswer() {
        JsonNode one = range("{} | rate() by(name)", RANGE + "&maxSeries=1");
        assertThat(one.get("series")).hasSize(1);
        assertThat(one.get("status").asText()).isEqualTo("PARTIAL");
        assertThat(one.get("message").asText())
                .startsWith("Response exceeds maximum series limit of 1, a partial response is returned.");
    }

    @Test
    void whatIsTakenInIsThereAtOnce() {
        long now = Instant.now().getEpochSecond();
        Span span = span(9, now - T, 1);
        TracesData traces =
                TracesData.newBuilder().addResourceSpans(spans("fresh", span)).build();
        URI url = running.server.otlpHttpUrl().orElseThrow().resolve("/v1/traces");
        running.post(url, "application/x-protobuf", traces.toByteArray());
        String q = "{ resource.service.name = \"fresh\" } | count_over_time()";
        assertThat(instant(q, "").at("/series/0/value").asInt()).isEqualTo(1);
        JsonNode samples = range(q, "&step=60").at("/series/0/samples");
        assertThat(samples.findValues("value")).hasSize(1);
    }

    @Test
    void errorsHaveTemposWords() {
        String rate = "{} | rate()";
        assertError("{}", RANGE, "not a metrics query");
        assertError("{} | rate(", RANGE, "invalid TraceQL query: parse error at line 1, col ");
        assertError(rate, "&start=20&end=10", "end must be greater than start");
        assertError(
                rate, "&start=1&end=86402", "metrics query time range exceeds the maximum allowed duration of 24h0m0s");
        assertError(rate, RANGE + "&step=1ms", "step of 1ms is too small, minimum step for given range is 12ms");
        assertError("{} | rate() by(.a, .b, .c, .d, .e, .f)", RANGE, "metrics group by 6 values not yet supported");
        assertError(rate, "&start=soon&end=10", "invalid start: 'soon' is not a time");
        assertError(rate, RANGE + "&step=soon", "invalid step: 'soon' is not a duration");
        assertError(rate, "&since=soon", "invalid since: 'soon' is not a duration");
        assertThat(running.get("/api/metrics/query_range").statusCode()).isEqualTo(400);
    }

    private static void assertError(String q, String more, String text) {
        for (String path : new String[] {"/api/metrics/query_range", "/api/metrics/query"}) {
            if (path.endsWith("query") && more.contains("step")) {
                continue;
            }
            HttpResponse<String> response = get(path, q, more);
            assertThat(response.statusCode()).as(q + more).isEqualTo(400);
            assertThat(response.headers().firstValue("content-type")).hasValue("text/plain; charset=utf-8");
            assertThat(response.body()).contains(text);
        }
    }
}
