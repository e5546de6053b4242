package io.rubato.server.internal.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.protobuf.Message;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.rubato.server.Await;
import io.rubato.server.Deadline;
import io.rubato.server.GatedStore;
import io.rubato.server.GrpcClient;
import io.rubato.server.Running;
import io.rubato.server.SmallBlocks;
import io.rubato.server.TempoProto;
import io.rubato.server.TempoProto.Tree;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.AbstractStringAssert;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// tempopb.StreamingQuerier on the HTTP port, asked by grpc-java.
class StreamingQuerierTest {
    private static final String QUERIER = "tempopb.StreamingQuerier/";
    private static final int ANY = 1_000_000;

    @TempDir
    private static Path directory;

    private static GatedStore store;
    private static Running running;
    private static GrpcClient client;

    @BeforeAll
    static void start() {
        store = new GatedStore(SmallBlocks.open(directory));
        running = Running.over(Running.config(directory, "/tempo"), () -> store);
        running.server.awaitReady();
        client = new GrpcClient(running.server.apiUrl());
    }

    @AfterAll
    static void stop() {
        client.close();
        running.close();
    }

    @BeforeEach
    void open() {
        store.permits.drainPermits();
        store.permits.release(ANY);
        store.opened.set(0);
    }

    @AfterEach
    void nothingIsLeftOpen() {
        store.permits.release(ANY);
        Await.until("snapshots closed", () -> store.openSnapshots.get() == 0);
    }

    @Test
    void tracesAreSentOnceTheyAreSureAndEachOnce() throws Exception {
        store.permits.drainPermits();
        GrpcClient.Call call =
                client.start(QUERIER + "Search", TempoProto.of("SearchRequest", "query", "{}", "limit", 20));
        List<String> ids = new ArrayList<>();
        long completed = 0;
        for (int i = 0; !call.ended().isDone(); i++) {
            assertThat(i).as("messages").isLessThan(1_000);
            int before = call.messages().size();
            store.permits.release();
            int opened = i + 1;
            Await.until(
                    "progress",
                    () -> call.ended().isDone()
                            || call.messages().size() > before
                            || (store.opened.get() == Math.min(opened, SmallBlocks.TRACES) && store.waiting.get() > 0));
        }
        assertThat(call.ended().get(Deadline.SECONDS, TimeUnit.SECONDS)).isEqualTo(Status.OK);
        assertThat(call.messages()).hasSizeGreaterThan(1);
        for (byte[] bytes : call.messages()) {
            Tree message = TempoProto.parse("SearchResponse", bytes);
            assertThat(message.has("metrics")).isTrue();
            Tree metrics = message.tree("metrics");
            assertThat(metrics.number("completedJobs")).isGreaterThanOrEqualTo(completed);
            assertThat(metrics.number("totalJobs")).isEqualTo(SmallBlocks.TRACES);
            assertThat(metrics.number("totalBlocks")).isGreaterThanOrEqualTo(SmallBlocks.TRACES);
            assertThat(metrics.number("inspectedBytes")).isPositive();
            completed = metrics.number("completedJobs");
            message.trees("traces").forEach(trace -> ids.add(trace.text("traceID")));
        }
        assertThat(completed).isEqualTo(SmallBlocks.TRACES);
        assertThat(ids).containsExactly("a", "9", "8", "7", "6", "5", "4", "3", "2", "1");
        Tree first = TempoProto.parse("SearchResponse", call.messages().getFirst());
        assertThat(first.tree("metrics").number("completedJobs")).isLessThan(SmallBlocks.TRACES);
    }

    @Test
    void aSearchSaysWhatHttpSays() throws Exception {
        String query = "{ status = error } | select(span.mixed)";
        List<Tree> messages =
                client.call(QUERIER + "Search", TempoProto.of("SearchRequest", "query", query), "SearchResponse");
        JsonNode json = StrictJson.search(
                running.get("/tempo/api/search?q=" + encoded(query)).body());
        List<Tree> traces = messages.stream()
                .flatMap(message -> message.trees("traces").stream())
                .toList();
        assertThat(traces).hasSameSizeAs(json.get("traces")).hasSize(6);
        for (int i = 0; i < traces.size(); i++) {
            Tree trace = traces.get(i);
            JsonNode same = json.get("traces").get(i);
            for (String name :
                    List.of("traceID", "rootServiceName", "rootTraceName", "startTimeUnixNano", "durationMs")) {
                assertThat(trace.text(name)).as(name).isEqualTo(same.get(name).asText());
            }
            assertThat(trace.tree("spanSet")).isEqualTo(trace.trees("spanSets").getFirst());
            Tree set = trace.tree("spanSet");
            assertThat(set.number("matched"))
                    .isEqualTo(same.at("/spanSet/matched").asLong());
            assertThat(set.trees("spans").getFirst().text("spanID"))
                    .isEqualTo(same.at("/spanSet/spans/0/spanID").asText());
            Tree stats = trace.trees("serviceStats").getFirst();
            assertThat(stats.text("key")).isEqualTo("shop");
            assertThat(stats.tree("value").number("errorCount"))
                    .isEqualTo(same.at("/serviceStats/shop/errorCount").asLong());
        }
    }

    /// Grafana makes one column of a key, and its kind is that of the first value.
    @Test
    void aKeyIsOfOneKindThroughoutAStream() {
        List<Tree> messages = client.call(
                QUERIER + "Search",
                TempoProto.of("SearchRequest", "query", "{} | select(span.mixed)", "spansPerSpanSet", 1),
                "SearchResponse");
        assertThat(messages.stream()
                        .flatMap(message -> message.trees("traces").stream())
                        .flatMap(trace -> trace.tree("spanSet").trees("spans").stream())
                        .flatMap(span -> span.trees("attributes").stream())
                        .map(attribute -> attribute.tree("value").message().getAllFields().keySet().stream()
                                .findFirst()
                                .orElseThrow()
                                .getName())
                        .distinct())
                .hasSize(1);
    }

    @Test
    void whatGrafanaAsksToSeeWhetherItIsThere() {
        long now = System.currentTimeMillis() / 1_000;
        List<Tree> messages = client.call(
                QUERIER + "Search",
                TempoProto.of("SearchRequest", "query", "{}", "start", (int) now - 900, "end", (int) now, "limit", 1),
                "SearchResponse");
        assertThat(messages).isNotEmpty().allMatch(message -> message.has("metrics"));
        List<Tree> byTags = client.call(
                QUERIER + "Search",
                TempoProto.of(
                        "SearchRequest",
                        "tags",
                        List.of(TempoProto.of("Entry", "key", "service.name", "value", "sh")),
                        "minDurationMs",
                        950),
                "SearchResponse");
        assertThat(byTags.stream().flatMap(message -> message.trees("traces").stream()))
                .singleElement()
                .matches(trace -> !trace.has("spanSet") && trace.text("traceID").equals("a"));
    }

    @Test
    void errorsEndTheStreamWithTheirText() {
        assertFails("Search", TempoProto.of("SearchRequest", "query", "{ foo }"), Status.Code.INVALID_ARGUMENT)
                .contains("invalid TraceQL query: parse error at line 1, col 3: ");
        assertFails("Search", TempoProto.of("SearchRequest", "limit", ANY), Status.Code.INVALID_ARGUMENT)
                .contains("limit 1000000 exceeds max limit 262144");
        assertFails(
                        "MetricsQueryRange",
                        TempoProto.of("QueryRangeRequest", "query", "{}"),
                        Status.Code.INVALID_ARGUMENT)
                .contains("not a metrics query");
        assertFails("SearchTagsV2", TempoProto.of("SearchTagsRequest", "scope", "bogus"), Status.Code.INVALID_ARGUMENT)
                .contains("invalid scope: bogus");
        assertFails("Nothing", TempoProto.of("SearchRequest"), Status.Code.UNIMPLEMENTED);
    }

    private static AbstractStringAssert<?> assertFails(String method, Message request, Status.Code code) {
        StatusRuntimeException failure = catchThrowableOfType(
                StatusRuntimeException.class, () -> client.call(QUERIER + method, request, "SearchResponse"));
        assertThat(failure.getStatus().getCode()).isEqualTo(code);
        return assertThat(String.valueOf(failure.getStatus().getDescription()));
    }

    @Test
    void whatIsNoMessageIsTheClientsFault() throws Exception {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int i = 0; i < 200; i++) {
            byte[] bytes = new byte[random.nextInt(40)];
            random.nextBytes(bytes);
            String method = List.of("Search", "SearchTagsV2", "SearchTagValuesV2", "MetricsQueryRange")
                    .get(i % 4);
            Status status = client.start(QUERIER + method, bytes).ended().get(Deadline.SECONDS, TimeUnit.SECONDS);
            assertThat(status.getCode())
                    .as("seed " + seed + ", " + i + ": " + status)
                    .isIn(Status.Code.OK, Status.Code.INVALID_ARGUMENT);
        }
    }

    @Test
    void aClientThatCancelsEndsTheWork() {
        store.permits.drainPermits();
        GrpcClient.Call call = client.start(QUERIER + "Search", TempoProto.of("SearchRequest", "query", "{}"));
        Await.until("a batch to wait", () -> store.waiting.get() > 0);
        call.call().cancel("enough", null);
        // The server hears of it before it answers a call that is made after.
        client.call("grpc.health.v1.Health/Check", TempoProto.of("HealthCheck"), "HealthStatus");
        int opened = store.opened.get() + store.waiting.get();
        store.permits.release(ANY);
        Await.until("snapshots closed", () -> store.openSnapshots.get() == 0);
        assertThat(store.opened.get()).isEqualTo(opened).isLessThan(SmallBlocks.TRACES);
    }

    @Test
    void aClientsDeadlineIsKept() {
        store.permits.drainPermits();
        assertThatThrownBy(() -> client.call(
                        QUERIER + "Search",
                        TempoProto.of("SearchRequest", "query", "{}"),
                        "SearchResponse",
                        options -> options.withDeadlineAfter(50, TimeUnit.MILLISECONDS)))
                .hasMessageStartingWith("DEADLINE_EXCEEDED");
    }

    @Test
    void namesAndValues() {
        Tree names = only("SearchTags", TempoProto.of("SearchTagsRequest"), "SearchTagsResponse");
        assertThat((List<?>) names.get("tagNames")).isEqualTo(List.of("mixed", "service.name"));
        Tree scopes = only("SearchTagsV2", TempoProto.of("SearchTagsRequest"), "SearchTagsV2Response");
        assertThat(scopes.trees("scopes"))
                .extracting(scope -> scope.text("name"))
                .containsExactly("resource", "span", "intrinsic");
        Tree values = only(
                "SearchTagValues",
                TempoProto.of("SearchTagValuesRequest", "tagName", "service.name"),
                "SearchTagValuesResponse");
        assertThat((List<?>) values.get("tagValues")).isEqualTo(List.of("shop"));
        Tree typed = only(
                "SearchTagValuesV2",
                TempoProto.of("SearchTagValuesRequest", "tagName", "span.mixed", "maxTagValues", 2),
                "SearchTagValuesV2Response");
        assertThat(typed.trees("tagValues"))
                .extracting(value -> value.text("type") + " " + value.text("value"))
                .containsExactly("int 1", "int 3");
        assertThat(typed.has("metrics")).isTrue();
    }

    private static Tree only(String method, Message request, String answer) {
        List<Tree> messages = client.call(QUERIER + method, request, answer);
        assertThat(messages).hasSize(1);
        return messages.getFirst();
    }

    @Test
    void metricsOverTimeEqualThoseOverHttp() throws Exception {
        String query = "{} | rate() by (status)";
        long start = SmallBlocks.SECOND * 1_000_000_000;
        long end = start + 20_000_000_000L;
        Tree last = client.call(
                        QUERIER + "MetricsQueryRange",
                        TempoProto.of(
                                "QueryRangeRequest",
                                "query",
                                query,
                                "start",
                                start,
                                "end",
                                end,
                                "step",
                                2_000_000_000L),
                        "QueryRangeResponse")
                .getLast();
        JsonNode json = new ObjectMapper()
                .readTree(running.get("/tempo/api/metrics/query_range?q=" + encoded(query) + "&start=" + start + "&end="
                                + end + "&step=2s")
                        .body());
        assertThat(last.tree("metrics").number("completedJobs"))
                .isEqualTo(last.tree("metrics").number("totalJobs"))
                .isPositive();
        assertThat(last.number("status")).isZero();
        assertThat(last.trees("series")).hasSameSizeAs(json.get("series")).hasSize(2);
        for (int s = 0; s < 2; s++) {
            List<Tree> samples = last.trees("series").get(s).trees("samples");
            JsonNode same = json.at("/series/" + s + "/samples");
            assertThat(samples).hasSameSizeAs(same).hasSizeGreaterThan(5);
            for (int i = 0; i < samples.size(); i++) {
                assertThat(samples.get(i).text("timestampMs"))
                        .isEqualTo(same.at("/" + i + "/timestampMs").asText());
                assertThat((double) samples.get(i).get("value"))
                        .isEqualTo(same.at("/" + i + "/value").asDouble());
            }
            assertThat(last.trees("series").get(s).trees("exemplars"))
                    .hasSameSizeAs(json.at("/series/" + s + "/exemplars"))
                    .isNotEmpty();
        }
    }

    @Test
    void oneNumberForARange() {
        long start = SmallBlocks.SECOND * 1_000_000_000;
        Tree last = client.call(
                        QUERIER + "MetricsQueryInstant",
                        TempoProto.of(
                                "QueryInstantRequest",
                                "query",
                                "{ status = error } | count_over_time()",
                                "start",
                                start - 1_000_000_000,
                                "end",
                                start + 60_000_000_000L),
                        "QueryInstantResponse")
                .getLast();
        assertThat((double) last.trees("series").getFirst().get("value")).isEqualTo(9);
    }

    @Test
    void healthOnce() {
        Tree serving = client.call("grpc.health.v1.Health/Check", TempoProto.of("HealthCheck"), "HealthStatus")
                .getFirst();
        assertThat(serving.number("status")).isEqualTo(1);
        assertThatThrownBy(() -> client.call(
                        "grpc.health.v1.Health/Check",
                        TempoProto.of("HealthCheck", "service", "other"),
                        "HealthStatus"))
                .hasMessageStartingWith("NOT_FOUND");
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
