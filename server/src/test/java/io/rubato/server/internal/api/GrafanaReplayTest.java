package io.rubato.server.internal.api;

import static io.rubato.server.internal.api.ReplayedSpans.END;
import static io.rubato.server.internal.api.ReplayedSpans.ERRORS;
import static io.rubato.server.internal.api.ReplayedSpans.FIRST;
import static io.rubato.server.internal.api.ReplayedSpans.TRACES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.protobuf.ByteString;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.TracesData;
import io.rubato.server.Running;
import io.rubato.server.TempoProto;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/// Every request of Grafana's Tempo data source over HTTP, literally; the answers checked as its decoder does, and for
/// what its views read.
class GrafanaReplayTest {
    @TempDir
    private static Path directory;

    private static Running running;
    private static Client grafana;

    @BeforeAll
    static void start() {
        running = Running.in(directory);
        grafana = new Client(running);
        ReplayedSpans.send(running);
    }

    @AfterAll
    static void stop() {
        running.close();
    }

    @Test
    void saveAndTest() throws Exception {
        assertThat(running.get("/api/echo").statusCode()).isEqualTo(200);
        // Grafana 7 wants anything but success of this one, and cores from 10 to 12 a version.
        assertThat(running.get("/api/traces/").statusCode()).isEqualTo(404);
        assertThat(running.get("/api/status/buildinfo").body()).containsPattern("\"version\":\"2\\.[0-9]+\\.[0-9]+\"");
    }

    @Test
    void everyTraceOfASearchOpens() throws Exception {
        JsonNode found = grafana.search("q", "{}", "limit", 200, "spss", 3);
        assertThat(found.get("traces")).hasSize(TRACES + 1);
        for (JsonNode trace : found.get("traces")) {
            String id = trace.get("traceID").asText();
            TracesData opened = envelope(grafana.protobuf(200, "/api/v2/traces/" + id));
            assertThat(spans(opened)).hasSizeBetween(1, 5);
            assertThat(envelope(grafana.protobuf(200, "/api/v2/traces/" + id, "start", FIRST - 1_800, "end", END)))
                    .isEqualTo(opened);
            assertThat(TracesData.parseFrom(grafana.protobuf(200, "/api/traces/" + id)))
                    .isEqualTo(opened);
            notNil(opened);
        }
    }

    /// `TraceByIDResponse`, in which the trace is always there.
    private static TracesData envelope(byte[] body) throws Exception {
        TempoProto.Tree response = TempoProto.parse("TraceByIDResponse", body);
        assertThat((List<?>) response.get("trace")).hasSize(1);
        assertThat((List<?>) response.get("metrics")).hasSize(1);
        assertThat(response.number("status")).isZero();
        return TracesData.parseFrom((ByteString) ((List<?>) response.get("trace")).getFirst());
    }

    private static List<Span> spans(TracesData trace) {
        return trace.getResourceSpansList().stream()
                .flatMap(resource -> resource.getScopeSpansList().stream())
                .flatMap(scope -> scope.getSpansList().stream())
                .toList();
    }

    /// What Grafana reads without asking.
    private static void notNil(TracesData trace) {
        for (ResourceSpans resource : trace.getResourceSpansList()) {
            assertThat(resource.hasResource()).isTrue();
            assertThat(resource.getResource().getAttributesList()).isNotEmpty();
            for (ScopeSpans scope : resource.getScopeSpansList()) {
                assertThat(scope.hasScope()).isTrue();
                assertThat(scope.getSpansList()).isNotEmpty().allMatch(Span::hasStatus);
            }
        }
    }

    @Test
    void aTraceThatIsNotThere() throws Exception {
        byte[] body = grafana.protobuf(200, "/api/v2/traces/abcdef");
        assertThat(spans(envelope(body))).isEmpty();
        assertThat(grafana.protobuf(404, "/api/traces/abcdef")).isEmpty();
        assertThat(grafana.refused(400, "/api/v2/traces/" + "a".repeat(33)))
                .isEqualTo("trace IDs can't be larger than 128 bits");
    }

    @Test
    void aSearchAsTheTabSendsIt() {
        JsonNode found = grafana.search("q", "{}", "limit", 20, "spss", 3, "start", FIRST - 600, "end", END + 1);
        assertThat(found.get("traces")).hasSize(20);
        // The times are compared as text.
        assertThat(texts(found.get("traces"), "/startTimeUnixNano"))
                .isSortedAccordingTo(Comparator.reverseOrder())
                .allMatch(time -> time.length() == 19);
        assertThat(found.at("/traces/0/rootServiceName").asText()).isEqualTo("<root span not yet received>");
        JsonNode trace = found.at("/traces/1");
        assertThat(trace.get("traceID").asText()).isEqualTo(ReplayedSpans.shownId(TRACES - 1));
        assertThat(trace.get("rootServiceName").asText()).isEqualTo("frontend");
        assertThat(trace.get("rootTraceName").asText()).isEqualTo("GET /cart");
        assertThat(trace.get("durationMs").asInt()).isEqualTo(330);
        assertThat(trace.at("/spanSets/0/spans")).hasSize(3);
        assertThat(trace.at("/spanSets/0/matched").asInt()).isEqualTo(4);
        assertThat(trace.at("/spanSets/0/spans/0/spanID").asText()).matches("[0-9a-f]{16}");
        assertThat(trace.at("/serviceStats/backend/spanCount").asInt()).isEqualTo(2);
        // Neither limit nor range: what is 0 is left out.
        assertThat(grafana.search("q", "{}").get("traces")).hasSize(20);
    }

    static List<String> typed() {
        return List.of(
                "{resource.service.name=\"backend\" && status=error} -> 6",
                "{(resource.service.name=\"backend\" || resource.service.name=\"worker\") && kind=consumer} -> 5",
                "{.http.status_code=500} -> 6",
                "{resource.service.name!=\"a\" && resource.service.name!=\"b\" && name=\"job\"} -> 5",
                "{span.http/route=~\"/cart|/x\"} -> 20",
                "{duration>100ms && name=\"GET /cart\"} -> 20",
                "{traceDuration>300ms} -> 3",
                "{name=~\"GET.*|POST.*\" && duration<=100ms} -> 1",
                "{span.cached=true} -> 12",
                "{span.mixed=3} -> 1",
                "{resource.service.name=\"backend\" && kind=server && statusMessage=\"no stock\"} -> 6",
                "{event:name=\"exception\"} -> 6",
                "{event.exception.type=\"OutOfStock\"} -> 6",
                "{instrumentation:name=\"io.shop\" && instrumentation.library.language=\"java\" && kind=consumer} -> 5",
                "{link:spanID!=nil} -> 5",
                "{rootServiceName=\"frontend\" && rootName=\"GET /cart\"} -> 20",
                "{trace:rootService=\"frontend\" && span:kind=client && span:name=\"SELECT\"} -> 20",
                "{ status = error } >> { kind = client } -> 6",
                "{ kind = server } &>> { kind = consumer } -> 5",
                "{ name = \"SELECT\" } << { name = \"GET /cart\" } -> 20",
                "{ name = \"call\" } !> { kind = server } -> 20",
                "{ status = error } | by(resource.service.name) | count() > 0 -> 6",
                "{ kind = server } | avg(duration) > 200ms | select(span.http.status_code) -> 8",
                "{ kind = consumer } with(most_recent=true) -> 5",
                "{span.db.name=\"X\" || span.db.system=\"X\" || span.peer.service=\"X\" || span.messaging.system=\"X\""
                        + " || span.net.peer.name=\"X\"} -> 0",
                "{} | select(span.mixed, span.ratio, span.tags, span.cached, resource.service.name, status, kind) -> 20");
    }

    @ParameterizedTest
    @MethodSource("typed")
    void whatIsTypedAndClicked(String query) {
        int arrow = query.lastIndexOf(" -> ");
        JsonNode found = grafana.search(
                "q", query.substring(0, arrow), "limit", 20, "spss", 10, "start", FIRST - 600, "end", END + 1);
        assertThat(found.get("traces")).hasSize(Integer.parseInt(query.substring(arrow + 4)));
    }

    @Test
    void columnsHaveTheNamesAndKindsOfTheirValues() {
        JsonNode found = grafana.search(
                "q",
                "{ status = error && kind = server && name = \"get\" }"
                        + " | select(span.tags, resource.service.name, duration, event.exception.message)");
        JsonNode span = found.at("/traces/0/spanSets/0/spans/0");
        assertThat(span.get("name").asText()).isEqualTo("get");
        assertThat(texts(span.get("attributes"), "/key"))
                .contains("status", "kind", "tags", "service.name", "exception.message")
                .doesNotContain("span.tags", "name");
        // Values of one key are numbers on some and text on others in what is stored; here they are of one kind.
        JsonNode mixed = grafana.search("q", "{ span.mixed != nil } | select(span.mixed)", "limit", 24);
        assertThat(mixed.get("traces")).hasSize(24);
    }

    private static List<String> texts(JsonNode list, String pointer) {
        return StreamSupport.stream(list.spliterator(), false)
                .map(each -> each.at(pointer).asText())
                .toList();
    }

    @ParameterizedTest
    @CsvSource({"60s,60", "15s,15", "1m,60", "7s,7", ",1"})
    void metricsOverTime(String step, long seconds) {
        String q = "{resource.service.name=\"frontend\"} | rate() by(resource.service.name, status)";
        for (long start : new long[] {FIRST, FIRST - 1, FIRST - 59}) {
            JsonNode found = step == null
                    ? grafana.range("q", q, "start", start, "end", END, "exemplars", 5)
                    : grafana.range("q", q, "start", start, "end", END, "step", step, "exemplars", 5);
            Client.aligned(found, start, END, seconds, true);
            assertThat(found.get("series")).hasSize(2);
            for (JsonNode series : found.get("series")) {
                assertThat(Client.label(series, "resource.service.name")).isEqualTo("stringValue:frontend");
                String status = Client.label(series, "status");
                int spans = status.equals("stringValue:error") ? ERRORS : 2 * TRACES - ERRORS;
                assertThat(Client.sum(series) * seconds).isCloseTo(spans, within(1e-6));
            }
            List<JsonNode> exemplars = found.findValues("exemplars").stream()
                    .flatMap(list -> StreamSupport.stream(list.spliterator(), false))
                    .toList();
            assertThat(exemplars).hasSizeBetween(1, 5).allSatisfy(exemplar -> {
                String id = Client.label(exemplar, "trace:id").replace("stringValue:", "");
                assertThat(spans(envelope(grafana.protobuf(200, "/api/v2/traces/" + id))))
                        .isNotEmpty();
                assertThat(exemplar.get("value").asDouble()).isPositive();
                assertThat(exemplar.get("timestampMs").asLong()).isBetween(FIRST * 1_000, END * 1_000);
            });
        }
    }

    static Stream<String> functions() {
        return Stream.of(
                        "rate()",
                        "count_over_time()",
                        "avg_over_time(duration)",
                        "sum_over_time(span.http.status_code)",
                        "max_over_time(duration)",
                        "min_over_time(duration)",
                        "quantile_over_time(duration, .5, .9)",
                        "histogram_over_time(duration)",
                        "compare({status=error})")
                .flatMap(function -> Stream.of("{} | " + function, "{kind=server}|" + function));
    }

    @ParameterizedTest
    @MethodSource("functions")
    void everyFunctionOfMetrics(String q) {
        JsonNode range = grafana.range("q", q, "start", FIRST, "end", END, "step", "60s");
        assertThat(range.get("series")).isNotEmpty();
        Client.aligned(range, FIRST, END, 60, q.contains("rate()") || q.contains("count_over"));
        JsonNode instant = grafana.instant("q", q, "start", FIRST, "end", END);
        assertThat(instant.get("series")).isNotEmpty();
    }

    @Test
    void aGroupOfOneNumber() {
        JsonNode found =
                grafana.instant("q", "{} | count_over_time() by(resource.service.name)", "start", FIRST, "end", END);
        assertThat(found.get("series")).hasSize(4);
        assertThat(texts(found.get("series"), "/labels/0/value/stringValue"))
                .containsExactly("backend", "frontend", "nil", "worker");
        assertThat(found.at("/series/0/value").asDouble()).isEqualTo(2 * TRACES);
        JsonNode whole = grafana.instant("q", "{} | rate()", "start", FIRST, "end", END);
        assertThat(Client.label(whole.at("/series/0"), "__name__")).isEqualTo("stringValue:rate");
    }

    @Test
    void namesOfTags() {
        for (JsonNode found : List.of(
                grafana.json("SearchTagsV2Response", "/api/v2/search/tags", "limit", 5000),
                grafana.json(
                        "SearchTagsV2Response", "/api/v2/search/tags", "limit", 5000, "start", FIRST, "end", END))) {
            assertThat(texts(found.get("scopes"), "/name"))
                    .containsExactlyInAnyOrder("resource", "span", "event", "instrumentation", "intrinsic");
            for (JsonNode scope : found.get("scopes")) {
                assertThat(scope.get("tags")).as(scope.get("name").asText()).isNotEmpty();
            }
            assertThat(texts(found.get("scopes").get(0).get("tags"), "")).contains("service.name");
        }
        JsonNode old = grafana.json("SearchTagsResponse", "/api/search/tags");
        assertThat(texts(old.get("tagNames"), "")).contains("service.name", "http/route", "exception.message");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "status | keyword error, keyword ok, keyword unset",
                "span:kind | keyword client, keyword consumer, keyword internal, keyword producer, keyword server,"
                        + " keyword unspecified",
                "resource.service.name | string backend, string frontend, string worker",
                ".service.name | string backend, string frontend, string worker",
                "span.http.status_code | int 200, int 500",
                "span.cached | bool false, bool true",
                "span.http/route | string /cart",
                "event.exception.type | string OutOfStock",
                "instrumentation.library.language | string java",
                "instrumentation:name | string io.shop",
                "rootName | string GET /cart",
                "trace:rootService | string frontend",
                "span.none | ''",
                "duration | ''",
            })
    void valuesOfTags(String tag, String values) {
        JsonNode found = grafana.json(
                "SearchTagValuesV2Response",
                "/api/v2/search/tag/" + tag + "/values",
                "limit",
                5000,
                "tag",
                tag,
                "start",
                FIRST,
                "end",
                END,
                "q",
                "{}");
        assertThat(StreamSupport.stream(found.get("tagValues").spliterator(), false)
                        .map(value -> value.get("type").asText() + " "
                                + value.path("value").asText())
                        .sorted())
                .isEqualTo(
                        Stream.of(values.split(", ")).filter(v -> !v.isEmpty()).toList());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '#',
            value = {
                // The tab leaves out the filter that is being edited; the editor sends all there is, as far as it is.
                "{resource.service.name=\"frontend\" && status=error} # GET /cart",
                "{ resource.service.name=\"worker\" && span.foo= } # job",
                "{ resource.service.name=\"worker\" && name= # job",
                "{ resource.service.name=\"backend\" && kind=client && # SELECT",
                "{ kind = consumer } | rate() by( # job",
                "{ nonsense } } ) \" # GET /cart,SELECT,call,get,job",
                "'' # GET /cart,SELECT,call,get,job",
            })
    void valuesWhileTyping(String q, String names) {
        JsonNode found = grafana.json(
                "SearchTagValuesV2Response", "/api/v2/search/tag/name/values", "limit", 5000, "tag", "name", "q", q);
        assertThat(texts(found.get("tagValues"), "/value").stream()
                        .filter(name -> !name.isEmpty())
                        .sorted())
                .containsExactly(names.split(","));
    }

    /// Grafana rewrites those texts that it knows, and shows the others.
    @Test
    void refusals() {
        assertThat(grafana.refused(400, "/api/search", "q", "{}", "start", FIRST - 700_000, "end", END))
                .containsPattern("range specified by start and end.*exceeds");
        for (String path : List.of("/api/metrics/query_range", "/api/metrics/query")) {
            assertThat(grafana.refused(400, path, "q", "{} | rate()", "start", FIRST - 100_000, "end", END))
                    .contains("metrics query time range exceeds the maximum allowed duration of 24h0m0s");
            assertThat(grafana.refused(400, path, "q", "{} | rate() by(", "start", FIRST, "end", END))
                    .startsWith("invalid TraceQL query: parse error at line 1, col 16: ");
        }
        assertThat(grafana.refused(400, "/api/search", "q", "{ durations > 1s }", "limit", 20, "spss", 3))
                .startsWith("invalid TraceQL query: parse error at line 1, col 3: ")
                .contains("duration");
    }

    @Test
    void olderVersions() {
        assertThat(texts(
                        grafana.json("SearchTagValuesResponse", "/api/search/tag/service.name/values")
                                .get("tagValues"),
                        ""))
                .containsExactly("backend", "frontend", "worker");
        JsonNode found = grafana.range("query", "{} | rate()", "start", FIRST, "end", END, "step", "60s");
        assertThat(found.get("series")).hasSize(1);
        assertThat(running.get("/api/metrics/summary?q=%7B%7D&groupBy=name").statusCode())
                .isEqualTo(404);
    }
}
