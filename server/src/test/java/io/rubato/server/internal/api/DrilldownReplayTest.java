package io.rubato.server.internal.api;

import static io.rubato.server.internal.api.ReplayedSpans.END;
import static io.rubato.server.internal.api.ReplayedSpans.ERRORS;
import static io.rubato.server.internal.api.ReplayedSpans.FIRST;
import static io.rubato.server.internal.api.ReplayedSpans.JOBS;
import static io.rubato.server.internal.api.ReplayedSpans.TRACES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.rubato.server.Running;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Every query of Traces Drilldown, literally, for each of its primary signals and with filters; the answers checked as
/// Grafana's decoder does, and for what its panels read.
class DrilldownReplayTest {
    /// The spans that each primary signal means.
    private static final Map<String, Integer> SIGNALS = Map.of(
            "nestedSetParent<0",
            TRACES + 1,
            "true",
            4 * TRACES + JOBS + 1,
            "kind=server",
            2 * TRACES,
            "kind=consumer",
            JOBS,
            "span.db.system.name!=\"\"",
            TRACES);

    private static final List<String> FILTERS =
            List.of("true", "resource.service.name!=\"none\"", "name!=\"x\" && duration>=0ms");
    private static final long STEP = (END - FIRST) / 50;
    private static final String BUCKETS = "0\\.(134217728|067108864|268435456|536870912|033554432|016777216)";

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

    static Stream<String> selections() {
        return SIGNALS.keySet().stream().flatMap(signal -> FILTERS.stream().map(filter -> signal + " && " + filter));
    }

    /// The spans of a selection; those without a service do not have one that differs.
    private static int spans(String selection) {
        int all = Objects.requireNonNull(SIGNALS.get(selection.substring(0, selection.indexOf(" && "))));
        boolean bare = selection.startsWith("nestedSetParent") || selection.startsWith("true");
        return bare && selection.contains("service.name") ? all - 1 : all;
    }

    private static JsonNode range(String q) {
        JsonNode found = grafana.range("q", q, "start", FIRST, "end", END, "step", STEP + "s");
        Client.aligned(found, FIRST, END, STEP, q.contains("rate()"));
        return found;
    }

    private static double spansOf(JsonNode series) {
        return Client.sum(series) * STEP;
    }

    @ParameterizedTest
    @MethodSource("selections")
    void rate(String selection) {
        for (String hint : List.of(" ", "  with(sample=true)")) {
            JsonNode found = range("{" + selection + "} | rate()" + hint);
            assertThat(found.get("series")).hasSize(1);
            assertThat(Client.label(found.at("/series/0"), "__name__")).isEqualTo("stringValue:rate");
            assertThat(spansOf(found.at("/series/0"))).isCloseTo(spans(selection), within(1e-6));
            assertThat(found.has("message")).isFalse();
        }
    }

    @ParameterizedTest
    @MethodSource("selections")
    void errorsAndDurations(String selection) {
        JsonNode errors = range("{" + selection + " && status=error} | rate() ");
        boolean some = !selection.startsWith("kind=consumer") && !selection.startsWith("span.db");
        int each = selection.startsWith("nested") ? ERRORS : 2 * ERRORS;
        assertThat(spansOf(errors.at("/series/0"))).isCloseTo(some ? each : 0, within(1e-6));
        JsonNode quantile = range("{" + selection + "} | quantile_over_time(duration, 0.9) ");
        assertThat(quantile.get("series")).hasSize(1);
        assertThat(Client.label(quantile.at("/series/0"), "p")).isEqualTo("doubleValue:0.9");
        JsonNode many = range("{" + selection + "} | quantile_over_time(duration, 0.5,0.75,0.95,0.99) ");
        assertThat(many.get("series")).hasSize(4);
    }

    @ParameterizedTest
    @MethodSource("selections")
    void breakdownsByAnAttribute(String selection) {
        for (String key : List.of("resource.service.name", "name", "span.http.status_code", "kind")) {
            JsonNode found = range("{" + selection + " && " + key + " != nil} | rate() by(" + key + ")");
            Set<String> values = new HashSet<>();
            double all = 0;
            for (JsonNode series : found.get("series")) {
                values.add(Client.label(series, key));
                assertThat(series.get("labels")).hasSize(1);
                all += spansOf(series);
            }
            assertThat(values).doesNotContain("", "stringValue:nil").hasSameSizeAs(found.get("series"));
            assertThat(all).isLessThanOrEqualTo(spans(selection) + 1e-6);
            range("{" + selection + " && " + key + " != nil} | quantile_over_time(duration, 0.9) by(" + key + ")");
            range("{" + selection + " && " + key + " != nil && status=error} | rate() by(" + key + ")");
        }
        JsonNode tile =
                range("{" + selection + " && resource.service.name=\"frontend\"} | rate() by(resource.service.name)");
        assertThat(tile.get("series").size()).isLessThanOrEqualTo(1);
        JsonNode missing = range("{" + selection + "} | rate() by(span.none)");
        assertThat(Client.label(missing.at("/series/0"), "span.none")).isEqualTo("stringValue:nil");
    }

    @ParameterizedTest
    @MethodSource("selections")
    void heatmap(String selection) {
        JsonNode found = range("{" + selection + "} | histogram_over_time(duration) with(sample=true)");
        assertThat(found.get("series")).isNotEmpty().allSatisfy(series -> {
            assertThat(series.get("labels")).hasSize(1);
            String bucket = Client.label(series, "__bucket");
            assertThat(bucket).startsWith("doubleValue:");
            double nanos = Double.parseDouble(bucket.replace("doubleValue:", "")) * 1e9;
            assertThat(nanos == 0 || Long.bitCount(Math.round(nanos)) == 1)
                    .as(bucket)
                    .isTrue();
        });
        double all = 0;
        for (JsonNode series : found.get("series")) {
            all += Client.sum(series);
        }
        assertThat(all).isCloseTo(spans(selection), within(1e-6));
        if (selection.startsWith("kind=server")) {
            assertThat(found.get("series"))
                    .allMatch(series -> Client.label(series, "__bucket").matches("doubleValue:" + BUCKETS));
        }
    }

    @ParameterizedTest
    @MethodSource("selections")
    void comparison(String selection) {
        long whole = END - FIRST;
        for (String other : List.of(
                "{status = error}, 10",
                "{status = error}, 10, " + (FIRST + 60) + "000000000, " + (END - 60) + "000000000",
                "{duration >= 0ms && duration <= 2s}, 10")) {
            JsonNode found = grafana.range(
                    "q",
                    "{" + selection + "} | compare(" + other + ")",
                    "start",
                    FIRST,
                    "end",
                    END,
                    "step",
                    whole + "s");
            Set<String> types = new HashSet<>();
            Map<String, Double> totals = new HashMap<>();
            assertThat(found.get("series")).isNotEmpty().allSatisfy(series -> {
                String type = Client.label(series, "__meta_type").replace("stringValue:", "");
                types.add(type);
                assertThat(series.get("labels")).hasSize(2);
                if (type.endsWith("_total")) {
                    String key = series.at("/labels/1/key").asText();
                    assertThat(Client.label(series, key)).isEqualTo("stringValue:nil");
                    totals.merge(key, Client.sum(series), Double::sum);
                }
            });
            assertThat(types).isSubsetOf("baseline", "selection", "baseline_total", "selection_total");
            assertThat(types).contains(other.startsWith("{status") ? "baseline_total" : "selection_total");
            assertThat(totals.get("kind")).isEqualTo(spans(selection));
        }
    }

    @ParameterizedTest
    @MethodSource("selections")
    void exceptions(String selection) {
        String columns = "| select(resource.service.name, event.exception.message,event.exception.stacktrace,"
                + "event.exception.type) with(most_recent=true)";
        JsonNode found = list("{" + selection + " && status = error} " + columns, 400, 10);
        boolean some = selection.startsWith("kind=server") || selection.startsWith("true");
        List<String> messages = values(found, "exception.message");
        assertThat(messages).hasSize(some ? ERRORS : 0).allMatch("no \"shoes\" left"::equals);
        assertThat(values(found, "exception.stacktrace")).allMatch(trace -> trace.contains("\n\tat "));
        for (String filter : List.of("= \"no \\\"shoes\\\" left\"", "=~ \"^no .shoes. left$\"")) {
            JsonNode one = list(
                    "{" + selection + " && status = error && event.exception.message " + filter
                            + "} | select(resource.service.name)",
                    400,
                    10);
            assertThat(one.get("traces")).hasSize(some ? ERRORS : 0);
            assertThat(values(one, "service.name")).allMatch("backend"::equals);
        }
    }

    @ParameterizedTest
    @MethodSource("selections")
    void spanList(String selection) {
        String columns = " | select(resource.service.name, name, span.http.status_code, span.mixed, duration, status)";
        int traces = Math.min(
                spans(selection),
                selection.startsWith("true") && !selection.contains("service.name")
                        ? TRACES + 1
                        : selection.startsWith("nested") ? TRACES + 1 : TRACES);
        assertThat(list("{" + selection + "}" + columns, 200, 10).get("traces")).hasSize(traces);
        list("{" + selection + " && status = error}" + columns, 200, 10);
        list("{" + selection + " && duration > 1.2s}" + columns, 200, 10);
        list("{" + selection + " && duration > trace:duration * .3}" + columns, 200, 10);
    }

    @ParameterizedTest
    @MethodSource("selections")
    void structure(String selection) {
        for (String below : List.of("kind = server", "status = error")) {
            JsonNode found = list(
                    "({" + selection + " } &>> { " + below + " }) || ({" + selection
                            + " }) | select(status, resource.service.name, name, nestedSetParent, nestedSetLeft,"
                            + " nestedSetRight)",
                    200,
                    20);
            assertThat(found.get("traces")).isNotEmpty();
            for (JsonNode trace : found.get("traces")) {
                assertThat(trace.get("spanSets")).hasSize(1);
                for (JsonNode span : trace.at("/spanSets/0/spans")) {
                    for (String number : List.of("nestedSetParent", "nestedSetLeft", "nestedSetRight")) {
                        assertThat(attribute(span, number).has("intValue"))
                                .as(number)
                                .isTrue();
                    }
                    if (!trace.get("traceID").asText().equals("bad")) {
                        assertThat(span.get("name").asText()).isNotEmpty();
                        assertThat(attribute(span, "service.name").has("stringValue"))
                                .isTrue();
                    }
                }
            }
        }
    }

    private static JsonNode list(String q, int limit, int spans) {
        return grafana.search("q", q, "limit", limit, "spss", spans, "start", FIRST, "end", END);
    }

    private static JsonNode attribute(JsonNode span, String key) {
        for (JsonNode attribute : span.path("attributes")) {
            if (attribute.get("key").asText().equals(key)) {
                return attribute.get("value");
            }
        }
        return MissingNode.getInstance();
    }

    private static List<String> values(JsonNode found, String key) {
        List<String> values = new ArrayList<>();
        for (JsonNode trace : found.get("traces")) {
            for (JsonNode span : trace.at("/spanSets/0/spans")) {
                String value = attribute(span, key).path("stringValue").asText();
                if (!value.isEmpty()) {
                    values.add(value);
                }
            }
        }
        return values;
    }

    /// The app warns when the error of this one names a processor that is missing.
    @Test
    void theProbeAndTheTimeSeeker() {
        assertThat(grafana.range("q", "{} | rate()", "start", END - 60, "end", END)
                        .get("series"))
                .hasSize(1);
        JsonNode day = grafana.range(
                "q", "{nestedSetParent<0 && true} | rate() ", "start", END - 86_400, "end", END, "step", "30s");
        Client.aligned(day, END - 86_400, END, 30, true);
        assertThat(grafana.json("SearchTagsV2Response", "/api/v2/search/tags", "limit", 5000)
                        .get("scopes"))
                .hasSize(5);
    }
}
