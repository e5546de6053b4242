package io.rubato.query;

import static io.rubato.query.Shop.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rubato.query.memory.MemorySnapshot;
import io.rubato.query.memory.MemorySource;
import io.rubato.query.memory.PlainSpan;
import io.rubato.query.memory.PlainTrace;
import io.rubato.storage.Snapshot;
import io.rubato.storage.model.Attribute;
import io.rubato.storage.model.AttributeValue;
import io.rubato.storage.model.Origin;
import io.rubato.storage.model.TraceId;
import io.rubato.traceql.TraceQl;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// What is made of series, on spans of three services: in the first ten seconds 3 of a, 2 of b, 1 of c; in the next 1
/// of
/// a, 2 of b. Every span of b is an error.
class MetricsTest {
    private static final long SECOND = 1_000_000_000;
    private static final TimeSteps STEPS = new TimeSteps(0, 10 * SECOND, 2, 10);
    private static final Snapshot STORED = store(stored());
    private final QueryEngine engine = new QueryEngine();

    private static List<PlainSpan> stored() {
        List<PlainSpan> spans = new ArrayList<>();
        for (String one : "a1 a2 a10 b3 b10 c4 a11 b12 b20".split(" ", -1)) {
            spans.add(span(one.substring(0, 1), Long.parseLong(one.substring(1)), spans.size()));
        }
        return spans;
    }

    private static PlainSpan span(String service, long second, int number) {
        Origin origin = new Origin(service, List.of(text("service.name", service)), "", "", "", List.of(), "");
        return new PlainSpan(
                new TraceId(0, number + 1),
                1,
                0,
                "get",
                2,
                service.equals("b") ? 2 : 0,
                "",
                second * SECOND,
                second * SECOND / 10,
                origin,
                List.of(text("path", "/" + number)),
                List.of(),
                List.of());
    }

    private static Snapshot store(List<PlainSpan> spans) {
        List<List<PlainTrace>> batches = spans.stream()
                .map(span -> List.of(new PlainTrace(span.traceId(), List.of(span))))
                .toList();
        return new MemorySnapshot(List.of(new MemorySource(batches, Set.of(), 1)));
    }

    private MetricsResult ask(String query) {
        return engine.metrics(
                STORED,
                new MetricsRequest(TraceQl.parse(query), STEPS, 100, 0),
                QueryContext.withTimeout(Duration.ofMinutes(1)));
    }

    /// Such as `a: 10=3.0 20=1.0; b: 10=2.0`.
    private String series(String query) {
        return ask(query).series().stream()
                .map(series -> series.labels().stream()
                                .map(label -> text(label.value()))
                                .collect(Collectors.joining(" "))
                        + ":"
                        + series.samples().stream()
                                .map(sample -> " " + sample.timestampMillis() / 1_000 + "=" + sample.value())
                                .collect(Collectors.joining()))
                .collect(Collectors.joining("; "));
    }

    private static String text(AttributeValue value) {
        return value instanceof AttributeValue.Text(String text) ? text : value.toString();
    }

    private static Attribute text(String key, String value) {
        return Shop.text(key, value);
    }

    private static final String COUNT = "{} | count_over_time() by(resource.service.name)";

    @Test
    void aSpanOnAnEdgeCountsBeforeIt() {
        assertThat(series(COUNT)).isEqualTo("a: 10=3.0 20=1.0; b: 10=2.0 20=2.0; c: 10=1.0 20=0.0");
        assertThat(series("{} | rate()")).isEqualTo("rate: 10=0.6 20=0.3");
        assertThat(series("{ name = `none` } | rate()")).isEqualTo("rate: 10=0.0 20=0.0");
        assertThat(series("{ name = `none` } | rate() by(name)")).isEmpty();
    }

    @Test
    void numbersOfSpansOnlyWhereThereAreSome() {
        assertThat(series("{ resource.service.name = `c` } | max_over_time(duration)"))
                .isEqualTo("max_over_time: 10=0.4");
        assertThat(series("{ resource.service.name = `b` } | avg_over_time(duration)"))
                .isEqualTo("avg_over_time: 10=0.65 20=1.6");
        assertThat(series("{} | sum_over_time(span.none)")).isEmpty();
    }

    @Test
    void ranksAtEachTime() {
        assertThat(series(COUNT + " | topk(1)")).isEqualTo("a: 10=3.0; b: 20=2.0");
        assertThat(series(COUNT + " | bottomk(1)")).isEqualTo("c: 10=1.0 20=0.0");
        // Equal ones rank by their labels.
        assertThat(series("{} | count_over_time() by(span.path) | topk(1)")).isEqualTo("/0: 10=1.0; /6: 20=1.0");
        assertThat(series(COUNT + " | topk(2) | bottomk(1)")).isEqualTo("a: 20=1.0; b: 10=2.0");
    }

    @Test
    void comparisonsDropNumbers() {
        assertThat(series(COUNT + " > 1")).isEqualTo("a: 10=3.0; b: 10=2.0 20=2.0");
        assertThat(series("{} | max_over_time(duration) by(resource.service.name) >= 1200ms"))
                .isEqualTo("b: 20=2.0");
        assertThat(series(COUNT + " != 1 | topk(1)")).isEqualTo("a: 10=3.0; b: 20=2.0");
    }

    @Test
    void arithmeticMatchesLabels() {
        String errors = "({ status = error } | count_over_time() by(resource.service.name))";
        assertThat(series(errors + " / (" + COUNT + ")")).isEqualTo("b: 10=1.0 20=1.0");
        assertThat(series("(" + COUNT + ") / ({} | count_over_time())"))
                .isEqualTo("a: 10=0.5 20=0.3333333333333333; b: 10=0.3333333333333333 20=0.6666666666666666;"
                        + " c: 10=0.16666666666666666 20=0.0");
        assertThat(series("({} | count_over_time()) * 2")).isEqualTo("count_over_time: 10=12.0 20=6.0");
        assertThat(series("1 - ({} | count_over_time())")).isEqualTo("count_over_time: 10=-5.0 20=-2.0");
        // A division by zero is no number.
        assertThat(series("(" + COUNT + ") / (" + COUNT + ")"))
                .isEqualTo("a: 10=1.0 20=1.0; b: 10=1.0 20=1.0; c: 10=1.0");
        assertThat(series("({} | rate()) + ({} | count_over_time())"))
                .isEqualTo("(rate + count_over_time): 10=6.6 20=3.3");
        assertThat(series("({} | rate()) / ({} | rate())")).isEqualTo("(rate / rate): 10=1.0 20=1.0");
        assertThat(series("({} | rate()) - ({} | max_over_time(duration))")).startsWith("(rate - max_over_time): ");
        assertThat(series("({} | rate()) * 2 / ({} | rate())")).startsWith("(rate / rate): ");
        // A series without a single number is none.
        String none = "({ name = `none` } | rate())";
        assertThat(series(none + " / " + none)).isEmpty();
    }

    @Test
    void comparesSelectionWithBaseline() {
        List<String> found =
                List.of(series("{} | compare({ status = error }, 1)").split("; ", -1));
        assertThat(found)
                .contains(
                        "baseline a: 10=3.0 20=1.0",
                        "selection b: 10=2.0 20=2.0",
                        "baseline_total nil: 10=4.0 20=1.0",
                        "selection_total nil: 10=2.0 20=2.0",
                        "selection error: 10=2.0 20=2.0",
                        "baseline /0: 10=1.0 20=0.0",
                        "baseline get: 10=4.0 20=1.0")
                .noneMatch(line -> line.startsWith("baseline c"))
                .noneMatch(line -> line.startsWith("baseline /1"));
        assertThat(series("{} | compare({ status = error }, 10, 1000000000, 12000000000)"))
                .contains("selection b: 10=2.0 20=0.0", "baseline b: 10=0.0 20=2.0");
    }

    @Test
    void totalsOfACompareHaveExemplars() {
        List<MetricsSeries> totals = ask("{} | compare({ status = error })").series().stream()
                .filter(series -> text(series.labels().getFirst().value()).endsWith("_total"))
                .toList();
        // Each trace is shown once, so that most have none.
        assertThat(totals)
                .filteredOn(series -> !series.exemplars().isEmpty())
                .extracting(series -> text(series.labels().getFirst().value()))
                .contains("baseline_total", "selection_total");
        for (MetricsSeries series : totals) {
            boolean selection = text(series.labels().getFirst().value()).equals("selection_total");
            assertThat(series.exemplars())
                    .allMatch(exemplar -> selection
                            == List.of(4L, 5L, 8L, 9L)
                                    .contains(exemplar.traceId().low()));
        }
        assertThat(ask("{} | compare({ status = error }) with(exemplars=false)").series())
                .allMatch(series -> series.exemplars().isEmpty());
        assertThat(ask("{} | compare({ status = error }) with(exemplars=3)").series())
                .flatExtracting(MetricsSeries::exemplars)
                .hasSize(3);
    }

    @Test
    void tooManyValuesToCompareAreSaid() {
        List<PlainSpan> spans = new ArrayList<>();
        for (int i = 0; i < 2_001; i++) {
            spans.add(span("a", 5, i));
        }
        MetricsRequest request = new MetricsRequest(TraceQl.parse("{} | compare({ status = error })"), STEPS, 0, 0);
        List<List<Attribute>> labels =
                engine.metrics(store(spans), request, QueryContext.withTimeout(Duration.ofMinutes(1))).series().stream()
                        .map(MetricsSeries::labels)
                        .filter(label -> label.getLast().key().equals("span.path"))
                        .toList();
        assertThat(labels)
                .containsExactly(
                        List.of(text("__meta_type", "baseline_total"), text("span.path", "nil")),
                        List.of(
                                text("__meta_type", "baseline"),
                                text("__meta_error", "__too_many_values__"),
                                text("span.path", "nil")));
    }

    @Test
    void hintsAreFollowedOrWarnedOf() {
        assertThat(ask("{} | rate() with(exemplars=2)").series().getFirst().exemplars())
                .hasSize(2);
        for (int[] wanted : new int[][] {{1, 100, 2, 2}, {2, 2, 3, 2}, {0, 100, 1, 1}, {3, 100, 0, 0}}) {
            MetricsRequest request = new MetricsRequest(
                    TraceQl.parse("{} | rate() with(exemplars=" + wanted[2] + ")"),
                    STEPS,
                    new MetricsRequest.Exemplars(wanted[0], wanted[1]),
                    0);
            assertThat(engine.metrics(STORED, request, QueryContext.withTimeout(Duration.ofMinutes(1)))
                            .series()
                            .getFirst()
                            .exemplars())
                    .hasSize(wanted[3]);
        }
        assertThat(ask("{} | rate() with(exemplars=false)").series().getFirst().exemplars())
                .isEmpty();
        assertThat(ask("{} | rate() with(sample=0.1, most_recent=true)").warnings())
                .isEmpty();
        assertThat(ask("{} | rate() with(exemplars=`x`, extrapolate=1, colour=1)")
                        .warnings())
                .hasSize(3);
    }

    @Test
    void limitsAreSaid() {
        MetricsRequest two = new MetricsRequest(TraceQl.parse(COUNT), STEPS, 0, 2);
        MetricsResult result = engine.metrics(STORED, two, QueryContext.withTimeout(Duration.ofMinutes(1)));
        assertThat(result.series()).hasSize(2);
        assertThat(result.leftOut()).isPresent();
        assertThat(result.leftOut())
                .hasValue("Response exceeds maximum series limit of 2, a partial response is returned. Warning: the"
                        + " accuracy of each individual value is not guaranteed.");
        assertThat(ask(COUNT).leftOut()).isEmpty();
        TimeSteps many = new TimeSteps(0, SECOND, 100_000, 1);
        QueryContext small =
                QueryContext.withTimeout(Duration.ofMinutes(1), Runnable::run, 1, new QueryLimits(2L << 20, 2L << 20));
        assertThatThrownBy(() -> engine.metrics(
                        STORED, new MetricsRequest(TraceQl.parse("{} | rate() by(span.path)"), many, 0, 0), small))
                .isInstanceOf(QueryException.class)
                .hasMessageStartingWith("the metrics query needs more than 2 MiB for its series");
        QueryContext cancelled = QueryContext.withTimeout(Duration.ofMinutes(1));
        cancelled.cancel();
        assertThatThrownBy(() -> engine.metrics(STORED, two, cancelled)).hasMessage("the query was cancelled");
        assertThatThrownBy(() -> ask("{}")).hasMessage("not a metrics query");
    }
}
