package io.rubato.server.internal.api;

import static io.rubato.server.internal.api.ReplayedSpans.END;
import static io.rubato.server.internal.api.ReplayedSpans.FIRST;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.Message;
import io.rubato.server.GrpcClient;
import io.rubato.server.Running;
import io.rubato.server.TempoProto;
import io.rubato.server.TempoProto.Tree;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What Grafana streams over gRPC with its switches for that on, with the fields it sets: all queries of its editor and
/// of
/// Traces Drilldown, and each answer equal to that over HTTP.
class StreamingReplayTest {
    private static final long SECOND = 1_000_000_000;

    @TempDir
    private static Path directory;

    private static Running running;
    private static Client http;
    private static GrpcClient grafana;

    @BeforeAll
    static void start() {
        running = Running.in(directory);
        http = new Client(running);
        grafana = new GrpcClient(running.server.apiUrl());
        ReplayedSpans.send(running);
    }

    @AfterAll
    static void stop() {
        grafana.close();
        running.close();
    }

    private static List<Tree> call(String method, Message request, String answer) {
        List<Tree> messages = grafana.call("tempopb.StreamingQuerier/" + method, request, answer);
        assertThat(messages).isNotEmpty().allMatch(message -> message.has("metrics"));
        Tree last = messages.getLast().tree("metrics");
        assertThat(last.number("completedJobs"))
                .isEqualTo(last.number("totalJobs"))
                .isPositive();
        return messages;
    }

    @Test
    void saveAndTest() {
        int now = (int) (System.currentTimeMillis() / 1_000);
        Message probe = TempoProto.of("SearchRequest", "query", "{}", "start", now - 900, "end", now, "limit", 1);
        assertThat(call("Search", probe, "SearchResponse").stream()
                        .flatMap(message -> message.trees("traces").stream()))
                .hasSize(1);
    }

    static Stream<String> searches() {
        return Stream.concat(
                GrafanaReplayTest.typed().stream().map(query -> query.substring(0, query.lastIndexOf(" -> "))),
                Stream.of(
                        "{}",
                        "({nestedSetParent<0 && true } &>> { kind = server }) || ({nestedSetParent<0 && true })"
                                + " | select(status, resource.service.name, name, nestedSetParent, nestedSetLeft,"
                                + " nestedSetRight)",
                        "{true && true && status = error} | select(resource.service.name, event.exception.message,"
                                + "event.exception.stacktrace,event.exception.type) with(most_recent=true)"));
    }

    @ParameterizedTest
    @MethodSource("searches")
    void search(String query) {
        Message request = TempoProto.of(
                "SearchRequest", "query", query, "limit", 200, "spansPerSpanSet", 20, "start", (int) FIRST, "end", (int)
                        END);
        List<Tree> traces = call("Search", request, "SearchResponse").stream()
                .flatMap(message -> message.trees("traces").stream())
                .toList();
        var same = http.search("q", query, "limit", 200, "spss", 20, "start", FIRST, "end", END);
        assertThat(traces).hasSameSizeAs(same.get("traces"));
        assertThat(traces.stream().map(trace -> trace.text("traceID"))).doesNotHaveDuplicates();
        for (int i = 0; i < traces.size(); i++) {
            var over = same.get("traces").get(i);
            assertThat(traces.get(i).text("traceID"))
                    .isEqualTo(over.get("traceID").asText());
            assertThat(traces.get(i).tree("spanSet").trees("spans")).hasSameSizeAs(over.at("/spanSet/spans"));
            assertThat(traces.get(i)
                            .trees("spanSets")
                            .getFirst()
                            .trees("spans")
                            .getFirst()
                            .trees("attributes"))
                    .hasSize(over.at("/spanSet/spans/0/attributes").size());
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{nestedSetParent<0 && true} | rate() ",
                "{true && true} | rate() with(sample=true)",
                "{kind=server && true && status=error} | rate() by(resource.service.name)",
                "{true && true} | quantile_over_time(duration, 0.5,0.9) by(name)",
                "{true && true} | histogram_over_time(duration) with(sample=true)",
                "{nestedSetParent<0 && true} | compare({status = error}, 10)",
                "{} | max_over_time(duration) by(resource.service.name) | topk(1)",
            })
    void metrics(String query) {
        for (long step : new long[] {0, 30, 300}) {
            Message request = TempoProto.of(
                    "QueryRangeRequest",
                    "query",
                    query,
                    "start",
                    FIRST * SECOND,
                    "end",
                    END * SECOND,
                    "step",
                    step * SECOND,
                    "exemplars",
                    3);
            Tree last = call("MetricsQueryRange", request, "QueryRangeResponse").getLast();
            var same = step == 0
                    ? http.range("q", query, "start", FIRST, "end", END, "exemplars", 3)
                    : http.range("q", query, "start", FIRST, "end", END, "exemplars", 3, "step", step + "s");
            assertThat(last.trees("series")).hasSameSizeAs(same.get("series"));
            for (int i = 0; i < last.trees("series").size(); i++) {
                Tree series = last.trees("series").get(i);
                var over = same.get("series").get(i);
                assertThat(series.trees("labels").getFirst().text("key"))
                        .isEqualTo(over.at("/labels/0/key").asText());
                assertThat(series.trees("samples")).hasSameSizeAs(over.get("samples"));
                assertThat(series.trees("exemplars"))
                        .hasSize(over.path("exemplars").size());
            }
        }
        Tree instant = call(
                        "MetricsQueryInstant",
                        TempoProto.of(
                                "QueryInstantRequest", "query", query, "start", FIRST * SECOND, "end", END * SECOND),
                        "QueryInstantResponse")
                .getLast();
        assertThat(instant.trees("series"))
                .hasSameSizeAs(http.instant("q", query, "start", FIRST + "000000000", "end", END + "000000000")
                        .get("series"))
                .isNotEmpty();
    }

    @Test
    void nothingFoundIsAMessageToo() {
        Message request =
                TempoProto.of("SearchRequest", "query", "{ name = \"none\" }", "start", (int) FIRST, "end", (int) END);
        assertThat(call("Search", request, "SearchResponse")).hasSize(1);
    }

    @Test
    void refusalsHaveTheirText() {
        assertThatThrownBy(() -> call(
                        "Search",
                        TempoProto.of("SearchRequest", "query", "{}", "start", (int) FIRST - 700_000, "end", (int) END),
                        "SearchResponse"))
                .hasMessageMatching("INVALID_ARGUMENT: range specified by start and end.*exceeds.*");
        assertThatThrownBy(() -> call(
                        "MetricsQueryRange",
                        TempoProto.of(
                                "QueryRangeRequest",
                                "query",
                                "{} | rate()",
                                "start",
                                (FIRST - 100_000) * SECOND,
                                "end",
                                END * SECOND),
                        "QueryRangeResponse"))
                .hasMessageContaining("metrics query time range exceeds the maximum allowed duration of 24h0m0s");
    }

    /// As Tempo's own command line asks.
    @Test
    void namesAndValuesOfTags() {
        Tree names = grafana.call(
                        "tempopb.StreamingQuerier/SearchTagsV2",
                        TempoProto.of("SearchTagsRequest", "start", (int) FIRST, "end", (int) END),
                        "SearchTagsV2Response")
                .getLast();
        assertThat(names.trees("scopes")).hasSize(5);
        Tree values = grafana.call(
                        "tempopb.StreamingQuerier/SearchTagValuesV2",
                        TempoProto.of("SearchTagValuesRequest", "tagName", "resource.service.name"),
                        "SearchTagValuesV2Response")
                .getLast();
        assertThat(values.trees("tagValues")).hasSize(3);
    }
}
