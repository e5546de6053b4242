package io.rubato.query;

import static org.assertj.core.api.Assertions.assertThat;

import io.rubato.query.memory.CountingSource;
import io.rubato.query.memory.MemorySnapshot;
import io.rubato.query.memory.PlainSpan;
import io.rubato.query.memory.PlainTrace;
import io.rubato.query.memory.Stores;
import io.rubato.storage.Snapshot;
import io.rubato.storage.SpanStore;
import io.rubato.storage.model.Attribute;
import io.rubato.storage.model.AttributeValue;
import io.rubato.storage.model.Origin;
import io.rubato.storage.model.TraceId;
import io.rubato.traceql.SpansetFilter;
import io.rubato.traceql.TraceQl;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A source that has nothing to add is never asked for its columns or dictionaries: it may have to be decoded for
/// them. Five heads hold three traces each, of five hours.
class UntouchedSourcesTest {
    private static final long HOUR = 3_600_000_000_000L;
    private static final long FIRST = 500_000 * HOUR;
    private static final int HOURS = 5;

    private static final List<SpanStore> STORES = new ArrayList<>();
    private static final List<Snapshot> SNAPSHOTS = new ArrayList<>();

    private final QueryEngine engine = new QueryEngine();
    private final List<CountingSource> sources = new ArrayList<>();
    private final ExecutorService executor = Executors.newFixedThreadPool(3);

    @TempDir
    static Path directory;

    @BeforeAll
    static void open() throws Exception {
        for (int hour = 0; hour < HOURS; hour++) {
            SpanStore store = Stores.head(directory.resolve("hour" + hour), traces(hour));
            STORES.add(store);
            SNAPSHOTS.add(store.snapshot());
        }
    }

    @AfterAll
    static void close() {
        SNAPSHOTS.forEach(Snapshot::close);
        STORES.forEach(SpanStore::close);
    }

    @BeforeEach
    void count() {
        for (Snapshot snapshot : SNAPSHOTS) {
            snapshot.sources().forEach(source -> sources.add(new CountingSource(source)));
        }
        assertThat(sources).hasSize(HOURS);
    }

    @AfterEach
    void stop() {
        executor.shutdown();
    }

    private static List<PlainTrace> traces(int hour) {
        List<PlainTrace> traces = new ArrayList<>();
        for (int i = 1; i <= 3; i++) {
            TraceId id = new TraceId(hour + 1, i);
            long start = FIRST + hour * HOUR + i;
            traces.add(new PlainTrace(id, List.of(span(id, 1, 0, 3, start), span(id, 2, 1, 2, start))));
        }
        return traces;
    }

    private static PlainSpan span(TraceId trace, long id, long parent, int kind, long start) {
        String service = "service" + id;
        Attribute name = new Attribute("service.name", new AttributeValue.Text(service));
        return new PlainSpan(
                trace,
                id,
                parent,
                "get",
                kind,
                0,
                "",
                start,
                HOUR / 1000,
                new Origin(service, List.of(name), "", "", "", List.of(), ""),
                List.of(new Attribute("path", new AttributeValue.Text("/" + trace.high()))),
                List.of(),
                List.of());
    }

    private Snapshot stored() {
        return new MemorySnapshot(List.copyOf(sources));
    }

    private static QueryContext context() {
        return QueryContext.withTimeout(Duration.ofMinutes(1));
    }

    /// The hours of which sources were decoded.
    private List<Integer> decoded() {
        List<Integer> hours = new ArrayList<>();
        for (int hour = 0; hour < HOURS; hour++) {
            if (sources.get(hour).decodings().get() > 0) {
                hours.add(hour);
            }
        }
        return hours;
    }

    private static long start(int hour) {
        return FIRST + hour * HOUR;
    }

    private static long end(int hour) {
        return start(hour) + HOUR / 2;
    }

    @ParameterizedTest
    @ValueSource(strings = {"{ span.path =~ `/.*` }", "{ resource.service.name = `service1` } >> { name = `get` }"})
    void searchLeavesOthersAlone(String query) {
        SearchRequest request = new SearchRequest(TraceQl.parse(query), start(2), end(3), 20, 3);
        assertThat(engine.search(stored(), request, context()).traces()).hasSize(6);
        assertThat(decoded()).containsExactly(2, 3);
        assertThat(sources.get(0).listings()).hasValue(0);
        assertThat(sources.get(2).listings()).hasPositiveValue();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void searchEndsWithTheNewest(int parallelism) {
        QueryContext context = QueryContext.withTimeout(Duration.ofMinutes(1), executor, parallelism);
        SearchRequest request = new SearchRequest(
                TraceQl.parse("{ span.path != nil } | select(span.path)"), Long.MIN_VALUE, Long.MAX_VALUE, 3, 3);
        assertThat(engine.search(stored(), request, context).traces())
                .extracting(trace -> trace.traceId().high())
                .containsOnly((long) HOURS);
        assertThat(decoded()).hasSizeLessThanOrEqualTo(parallelism).contains(HOURS - 1);
        assertThat(sources.getFirst().decodings()).hasValue(0);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{ } | rate() by (span.path)",
                "{ span.path =~ `/.*` } | quantile_over_time(duration, .9) by (resource.service.name)",
                "{ } | compare({ resource.service.name = `service1` })",
            })
    void metricsLeaveOthersAlone(String query) {
        TimeSteps steps = new TimeSteps(start(1) - HOUR / 4, HOUR / 2, 3, 1);
        MetricsRequest request = new MetricsRequest(TraceQl.parse(query), steps, 100, 10);
        assertThat(engine.metrics(stored(), request, context()).series()).isNotEmpty();
        assertThat(decoded()).containsExactly(1, 2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{ }", "{ span.path =~ `/.*` }"})
    void tagsLeaveOthersAlone(String filter) {
        TagRequest names = new TagRequest(null, TraceQl.lenientFilter(filter), start(1), end(1), 0);
        assertThat(engine.tagNames(stored(), names, context()).scopes())
                .containsEntry(TagRequest.TagScope.SPAN, List.of("path"));
        TagValuesRequest values = new TagValuesRequest(
                TraceQl.parseField("span.path"), TraceQl.lenientFilter(filter), start(1), end(1), 0);
        assertThat(engine.tagValues(stored(), values, context()).values())
                .containsExactly(new TagValue("string", "/2"));
        assertThat(decoded()).containsExactly(1);
    }

    @Test
    void graphLeavesOthersAlone() {
        GraphRequest request = new GraphRequest(TraceQl.parse("{ span.path =~ `/.*` }"), start(4), end(4));
        assertThat(engine.graph(stored(), request, context()).nodes()).isNotEmpty();
        assertThat(engine.activity(stored(), request, Breakdown.NONE, true, context())
                        .series())
                .isNotEmpty();
        SpanSeriesRequest series = new SpanSeriesRequest(null, start(4), end(4));
        assertThat(engine.spanSeries(stored(), series, context())).isNotEmpty();
        assertThat(decoded()).containsExactly(4);
    }

    @Test
    void spansOfATraceAreLookedForWhereItIs() {
        TraceFilter filter = new TraceFilter(SpansetFilter.ALL, 0, 0);
        assertThat(engine.filter(stored(), new TraceId(2, 1), filter, context()).spans())
                .hasSize(2);
        assertThat(decoded()).containsExactly(1);
    }
}
