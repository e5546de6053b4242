package io.rubato.query;

import static io.rubato.query.Shop.number;
import static io.rubato.query.Shop.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rubato.query.TraceMatch.ServiceStats;
import io.rubato.query.memory.MemorySnapshot;
import io.rubato.query.memory.MemorySource;
import io.rubato.query.memory.PlainSpan;
import io.rubato.query.memory.PlainTrace;
import io.rubato.storage.Snapshot;
import io.rubato.storage.model.Attribute;
import io.rubato.storage.model.Origin;
import io.rubato.storage.model.TraceId;
import io.rubato.traceql.TraceQl;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class SearchTest {
    private final QueryEngine engine = new QueryEngine();

    private static QueryContext context() {
        return QueryContext.withTimeout(Duration.ofMinutes(1));
    }

    private static SearchRequest request(String query, int limit, int spans) {
        return new SearchRequest(TraceQl.parse(query), Long.MIN_VALUE, Long.MAX_VALUE, limit, spans);
    }

    private TraceMatch only(String query) {
        List<TraceMatch> traces = engine.search(Shop.snapshot(), request(query, 20, 20), context())
                .traces();
        assertThat(traces).hasSize(1);
        return traces.getFirst();
    }

    @Test
    void tellsOfTheWholeTrace() {
        TraceMatch match = only("{ name = `get` }");
        assertThat(match.traceId()).isEqualTo(Shop.FIRST);
        assertThat(match.rootServiceName()).isEqualTo("frontend");
        assertThat(match.rootName()).isEqualTo("GET /cart");
        assertThat(match.startNanos()).isEqualTo(Shop.START);
        assertThat(match.endNanos()).isEqualTo(Shop.START + 500_000_000);
        assertThat(match.services())
                .isEqualTo(Map.of("frontend", new ServiceStats(3, 1), "backend", new ServiceStats(2, 1)));
        assertThat(only("{ name = `job` }").rootName()).isEmpty();
    }

    @Test
    void showsWhatTheQueryNames() {
        String query = "{ duration > 250ms && span.ratio != nil && event.attempt = 2 && status = error"
                + " && span.env = `override` && resource.env = `prod` && link:spanID = `11` } | select(kind, span:id, .none)";
        Spanset.SpanMatch span = only(query).spansets().getFirst().spans().getFirst();
        assertThat(span.nameSelected()).isFalse();
        assertThat(span.attributes())
                .containsExactly(
                        Shop.real("ratio", 0.25),
                        number("attempt", 2),
                        text("status", "error"),
                        text("env", "override"),
                        text("link:spanID", "0000000000000011"),
                        text("kind", "client"));
        String own = "{ duration > 250ms && trace:duration > 1ms && rootName != `x` && trace:rootService != `x`"
                + " && trace:id != `1` && span:id = `02` } | select(span:name, duration, rootServiceName, span:kind)";
        assertThat(only(own).spansets().getFirst().spans().getFirst().attributes())
                .containsExactly(text("kind", "client"));
        assertThat(only("{ name = `get` }")
                        .spansets()
                        .getFirst()
                        .spans()
                        .getFirst()
                        .nameSelected())
                .isTrue();
    }

    @Test
    void makesAKeyOfSeveralTypesText() {
        List<Attribute> attributes =
                engine.search(Shop.snapshot(), request("{ span.items != nil }", 20, 20), context()).traces().stream()
                        .flatMap(trace -> trace.spansets().getFirst().spans().stream())
                        .flatMap(span -> span.attributes().stream())
                        .toList();
        assertThat(attributes).containsExactly(text("items", "10"), text("items", "7"), text("items", "7"));
    }

    @Test
    void showsTheEarliestSpansAndCountsAll() {
        Spanset set = engine.search(Shop.snapshot(), request("{ trace:id = `abc` }", 20, 2), context())
                .traces()
                .getFirst()
                .spansets()
                .getFirst();
        assertThat(set.matched()).isEqualTo(5);
        assertThat(set.spans()).extracting(Spanset.SpanMatch::spanId).containsExactly(1L, 2L);
    }

    @Test
    void readsOnlyBatchesThatCanHoldNewerTraces() {
        MemorySource source = source(100);
        List<TraceMatch> traces = engine.search(new MemorySnapshot(List.of(source)), request("{ }", 3, 1), context())
                .traces();
        assertThat(traces).extracting(TraceMatch::startNanos).containsExactly(100L, 99L, 98L);
        assertThat(source.opened()).isLessThanOrEqualTo(4);
    }

    @Test
    void readsOnlyBatchesThatMayMatch() {
        MemorySource needle = source(100);
        String query = "{ span:duration = 42ns && trace:id != `1` }";
        assertThat(engine.search(new MemorySnapshot(List.of(needle)), request(query, 20, 1), context())
                        .traces())
                .extracting(TraceMatch::startNanos)
                .containsExactly(42L);
        assertThat(needle.opened()).isEqualTo(1);
        MemorySource none = source(100);
        engine.search(new MemorySnapshot(List.of(none)), request("{ resource.x = 1 || name = `y` }", 20, 1), context());
        assertThat(none.opened()).isZero();
    }

    @Test
    void takesTracesThatOverlapTheRange() {
        MemorySource source = source(100);
        SearchRequest request = new SearchRequest(TraceQl.parse("{ }"), 50, 52, 1000, 1);
        // Trace n runs from n to 2n.
        assertThat(engine.search(new MemorySnapshot(List.of(source)), request, context())
                        .traces())
                .extracting(TraceMatch::startNanos)
                .containsExactlyElementsOf(
                        LongStream.rangeClosed(25, 52).map(n -> 77 - n).boxed().toList());
    }

    @Test
    void stopsWhenCancelledOrTooLate() {
        Snapshot snapshot = new MemorySnapshot(List.of(source(10)));
        QueryContext cancelled = context();
        cancelled.cancel();
        assertThatThrownBy(() -> engine.search(snapshot, request("{ }", 1, 1), cancelled))
                .isInstanceOf(QueryException.class)
                .hasMessage("the query was cancelled");
        assertThatThrownBy(() -> engine.search(snapshot, request("{ }", 1, 1), QueryContext.withTimeout(Duration.ZERO)))
                .isInstanceOf(QueryException.class)
                .hasMessage("the query took longer than 0 ms");
    }

    @Test
    void tellsOfEachSpanset() {
        List<Spanset> sets = only("{ trace:id = `abc` } | by(span.cached) | avg(duration) > 1ms | count() > 0")
                .spansets();
        assertThat(sets)
                .extracting(Spanset::attributes)
                .containsExactly(
                        List.of(text("by(span.cached)", "false"), text("avg(duration)", "500ms"), number("count()", 1)),
                        List.of(
                                text("by(span.cached)", "nil"),
                                text("avg(duration)", "223.333333ms"),
                                number("count()", 3)),
                        List.of(text("by(span.cached)", "true"), text("avg(duration)", "100ms"), number("count()", 1)));
        assertThat(only("{ name = `get` } | by(span.items) | avg(span.ratio) > 1")
                        .spansets())
                .extracting(Spanset::attributes)
                .containsExactly(List.of(number("by(span.items)", 7), Shop.real("avg(span.ratio)", 2)));
    }

    @Test
    void showsWhatGroupsAndAggregatesAreMadeOf() {
        Spanset.SpanMatch span = only("{ name = `get` } | by(span.items) | max(span.ratio) > 1")
                .spansets()
                .getFirst()
                .spans()
                .getFirst();
        assertThat(span.attributes()).containsExactly(number("items", 7), Shop.real("ratio", 2));
    }

    @Test
    void warnsOfHintsItDoesNotKnow() {
        String query = "{ } with(most_recent=true, sample=0.1) with(fast=true, most_recent=1)";
        assertThat(engine.search(Shop.snapshot(), request(query, 1, 1), context())
                        .warnings())
                .containsExactly(
                        "unknown hint fast was left out of account",
                        "hint most_recent=1 was left out of account (expected: true or false)");
    }

    @Test
    void findsTheSpansOfAMetricsQuery() {
        assertThat(only("{ name = `get` } | rate() by(kind)").spansets()).hasSize(1);
        assertThat(only("({ name = `get` } | rate()) / ({ name = `render` } | rate())")
                        .spansets()
                        .getFirst()
                        .matched())
                .isEqualTo(2);
    }

    @Test
    void readsOnlyBatchesWhereBothSidesMayBe() {
        // Span n of trace n lasts n.
        for (String query : List.of(
                "{ duration = 42ns } >> { duration < 50ns }",
                "{ duration < 50ns } !< { duration = 42ns }",
                "{ duration = 42ns } && { duration > 10ns }",
                "{ duration = 42ns } | count() > 0 | { duration > 10ns }",
                "({ duration = 42ns } | count()) > 5")) {
            MemorySource source = source(100);
            engine.search(new MemorySnapshot(List.of(source)), request(query, 20, 1), context());
            assertThat(source.opened()).as(query).isLessThanOrEqualTo(1);
        }
        MemorySource either = source(100);
        String query = "{ duration = 42ns } || { duration = 43ns }";
        engine.search(new MemorySnapshot(List.of(either)), request(query, 20, 1), context());
        assertThat(either.opened()).isEqualTo(2);
    }

    /// Traces of one span, one to a batch: trace n starts at n and lasts n.
    private static MemorySource source(int traces) {
        Origin origin = new Origin("s", List.of(text("service.name", "s")), "", "", "", List.of(), "");
        List<List<PlainTrace>> batches = LongStream.rangeClosed(1, traces)
                .mapToObj(n -> {
                    TraceId id = new TraceId(0, n);
                    return List.of(new PlainTrace(
                            id,
                            List.of(new PlainSpan(
                                    id, n, 0, "x", 1, 0, "", n, n, origin, List.of(), List.of(), List.of()))));
                })
                .toList();
        return new MemorySource(batches, Set.of(), 1);
    }
}
