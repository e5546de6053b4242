package io.rubato.query.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import io.rubato.query.Breakdown;
import io.rubato.query.Dimension;
import io.rubato.query.GraphRequest;
import io.rubato.query.QueryContext;
import io.rubato.query.QueryEngine;
import io.rubato.query.SpanActivity;
import io.rubato.query.SpanMoment;
import io.rubato.query.SpanSeriesRequest;
import io.rubato.query.memory.MemorySnapshot;
import io.rubato.query.memory.MemorySource;
import io.rubato.query.memory.PlainSpan;
import io.rubato.query.memory.PlainTrace;
import io.rubato.query.memory.Stores;
import io.rubato.storage.Snapshot;
import io.rubato.storage.SpanStore;
import io.rubato.storage.model.TraceId;
import io.rubato.traceql.Pipeline;
import io.rubato.traceql.Query;
import io.rubato.traceql.TraceQl;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ForkJoinPool;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Graphs of random traces against the oracle, however the traces are stored.
class GraphOracleTest {
    private static final List<String> FILTERS = List.of(
            "{ }",
            "{ resource.service.name = \"a\" }",
            "{ status = error }",
            "{ kind = client } && { kind = server }",
            "{ resource.service.name = \"b\" } >> { }");

    private static final List<List<String>> DIMENSIONS =
            List.of(List.of(), List.of("zone"), List.of("server.address", "zone"), List.of("network.peer.port"));

    private final QueryEngine engine = new QueryEngine();

    @TempDir
    Path directory;

    @Test
    void countsWhatTheOracleCountsInMemory() {
        for (int seed = 1; seed <= 60; seed++) {
            Random random = new Random(seed);
            List<PlainTrace> traces = traces(random, 30);
            Snapshot whole =
                    new MemorySnapshot(List.of(new MemorySource(List.of(traces), Set.of(), random.nextLong())));
            Set<TraceId> none = new HashSet<>();
            List<List<PlainTrace>> batches = IntStream.range(0, 10)
                    .mapToObj(i -> traces.subList(3 * i, 3 * i + 3))
                    .toList();
            Snapshot cut = new MemorySnapshot(List.of(
                    new MemorySource(batches.subList(0, 4), none, random.nextLong()),
                    new MemorySource(batches.subList(4, 10), none, random.nextLong())));
            check("whole, seed " + seed, whole, traces, new Random(seed));
            check("cut, seed " + seed, cut, traces, new Random(seed));
        }
    }

    @Test
    void countsWhatTheOracleCountsOnDisk() throws Exception {
        for (int seed = 1; seed <= 2; seed++) {
            Random random = new Random(seed);
            List<PlainTrace> traces = traces(random, 10);
            try (SpanStore head = Stores.head(directory.resolve(seed + "head"), traces);
                    SpanStore block = Stores.oneBlock(directory.resolve(seed + "block"), traces);
                    SpanStore cut = Stores.cut(directory.resolve(seed + "cut"), traces, random)) {
                check("head, seed " + seed, head, traces, seed);
                check("one block, seed " + seed, block, traces, seed);
                check("blocks cut anywhere, seed " + seed, cut, traces, seed);
            }
        }
    }

    private static List<PlainTrace> traces(Random random, int count) {
        RandomCalls calls = new RandomCalls(random);
        return IntStream.rangeClosed(1, count)
                .mapToObj(i -> calls.trace(new TraceId(random.nextLong(), i)))
                .toList();
    }

    private void check(String where, SpanStore store, List<PlainTrace> traces, long seed) {
        for (int i = 0; i < 8; i++) {
            try (Snapshot snapshot = store.snapshot()) {
                check(where, snapshot, traces, new Random(seed * 100 + i));
            }
        }
    }

    private void check(String where, Snapshot snapshot, List<PlainTrace> traces, Random random) {
        int chosen = random.nextInt(FILTERS.size() + 1);
        Query filter = chosen == FILTERS.size() ? null : TraceQl.parse(FILTERS.get(chosen));
        boolean always = random.nextBoolean();
        long start = always ? 0 : CutStores.FIRST + random.nextInt(500);
        long end = always ? Long.MAX_VALUE : start + 1 + random.nextInt(700);
        Predicate<PlainSpan> inRange = span -> span.start() >= start && span.start() < end;
        List<String> keys = DIMENSIONS.get(random.nextInt(DIMENSIONS.size()));
        Breakdown by = new Breakdown(
                keys.stream().map(Dimension::attribute).toList(),
                LongStream.range(0, random.nextInt(4))
                        .map(i -> CutStores.FIRST + 200 * i + random.nextInt(100))
                        .toArray());
        GraphRequest calls = new GraphRequest(filter, start, end, SpanMoment.START, GraphRequest.PEER_ATTRIBUTES, by);
        SpanSeriesRequest spans = new SpanSeriesRequest(filter, start, end, SpanMoment.START, by, true);
        GraphOracle oracle = new GraphOracle(keys, by.cuts(), true);
        for (PlainTrace trace : traces) {
            oracle.add(trace, counts(trace, filter), inRange);
        }
        QueryContext context =
                QueryContext.withTimeout(Duration.ofMinutes(1), ForkJoinPool.commonPool(), 1 + random.nextInt(3));
        assertThat(GraphOracle.lines(engine.graph(snapshot, calls, context)))
                .as("%s, %s from %d to %d by %s", where, filter, start, end, by)
                .isEqualTo(oracle.lines());
        assertThat(GraphOracle.seriesLines(engine.spanSeries(snapshot, spans, context)))
                .as("%s, %s from %d to %d by %s", where, filter, start, end, by)
                .isEqualTo(oracle.seriesLines());
        SpanActivity both = engine.activity(snapshot, calls, by, true, context);
        assertThat(GraphOracle.lines(both.graph())).isEqualTo(oracle.lines());
        assertThat(GraphOracle.seriesLines(both.series())).isEqualTo(oracle.seriesLines());
        assertThat(context.damage()).isEmpty();
    }

    private static Predicate<PlainSpan> counts(PlainTrace trace, @Nullable Query filter) {
        if (filter == null) {
            return span -> true;
        }
        PipelineOracle oracle = new PipelineOracle(trace);
        Set<PlainSpan> left = new HashSet<>();
        oracle.evaluate((Pipeline) filter.body())
                .forEach(set -> set.spans().forEach(place -> left.add(oracle.span(place))));
        return left::contains;
    }
}
