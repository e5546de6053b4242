package io.rubato.query.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import io.rubato.query.QueryContext;
import io.rubato.query.QueryEngine;
import io.rubato.query.SearchRequest;
import io.rubato.query.memory.MemorySnapshot;
import io.rubato.query.memory.MemorySource;
import io.rubato.query.memory.PlainTrace;
import io.rubato.storage.Snapshot;
import io.rubato.storage.model.TraceId;
import io.rubato.storage.scan.SpanSource;
import io.rubato.traceql.Pipeline;
import io.rubato.traceql.Query;
import io.rubato.traceql.TraceQl;
import io.rubato.traceql.TraceQlException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// The engine against the oracle: random traces, cut at random into batches and sources, and random pipelines.
class OracleTest {
    private static final int EXPRESSIONS = 100;
    static final long FIRST = 1_000_000_000_000L;
    private final QueryEngine engine = new QueryEngine();

    @Test
    void findsWhatTheOracleFinds() {
        run(200, 1);
    }

    @Test
    @Tag("slow")
    void findsWhatTheOracleFindsInManyMoreCases() {
        run(1_000, Long.getLong("rubato.seed", 1_000));
    }

    private void run(int stores, long seed) {
        int matching = 0;
        try (ExecutorService executor = Executors.newFixedThreadPool(2)) {
            for (int i = 0; i < stores; i++) {
                matching += store(seed + i, executor);
            }
        }
        // Otherwise the cases say little.
        assertThat(matching).isGreaterThan(stores * EXPRESSIONS / 5);
    }

    private int store(long seed, ExecutorService executor) {
        Random random = new Random(seed);
        RandomTraces traces = new RandomTraces(random);
        List<PlainTrace> visible = new ArrayList<>();
        Snapshot snapshot = snapshot(random, traces, visible);
        List<PipelineOracle> oracles = visible.stream().map(PipelineOracle::new).toList();
        RandomPipelines pipelines = new RandomPipelines(random);
        int matching = 0;
        for (int i = 0; i < EXPRESSIONS; i++) {
            Pipeline pipeline = pipelines.pipeline();
            SearchRequest request = request(random, pipeline);
            QueryContext context = random.nextInt(4) == 0
                    ? QueryContext.withTimeout(Duration.ofMinutes(1), executor, 2)
                    : QueryContext.withTimeout(Duration.ofMinutes(1));
            List<String> expected = AnswerLines.expected(oracles, request);
            List<String> found = AnswerLines.of(engine.search(snapshot, request, context));
            assertThat(found).as("seed %d, case %d: %s", seed, i, request).isEqualTo(expected);
            matching += expected.isEmpty() ? 0 : 1;
        }
        return matching;
    }

    static SearchRequest request(Random random, Pipeline pipeline) {
        long start = random.nextInt(3) == 0 ? FIRST + random.nextInt(25) : Long.MIN_VALUE;
        long end = random.nextInt(3) == 0 ? FIRST + random.nextInt(25) : Long.MAX_VALUE;
        int limit = random.nextInt(3) == 0 ? 1 + random.nextInt(5) : 1000;
        return new SearchRequest(query(pipeline), start, end, limit, random.nextInt(3) == 0 ? 2 : 100);
    }

    /// Through text and back where the language allows the expression.
    private static Query query(Pipeline pipeline) {
        Query built = new Query(pipeline, List.of());
        try {
            return TraceQl.parse(built.toString());
        } catch (TraceQlException e) {
            return built;
        }
    }

    static Snapshot snapshot(Random random, RandomTraces traces, List<PlainTrace> visible) {
        List<List<PlainTrace>> sources = new ArrayList<>();
        List<Set<TraceId>> hidden = new ArrayList<>();
        int count = 1 + random.nextInt(3);
        for (int i = 0; i < count; i++) {
            sources.add(new ArrayList<>());
            hidden.add(new HashSet<>());
        }
        for (int i = 0; i < 18; i++) {
            PlainTrace trace = traces.trace(new TraceId(0, i + 1));
            int source = random.nextInt(count);
            sources.get(source).add(trace);
            int fate = random.nextInt(10);
            if (fate == 0) {
                hidden.get(source).add(trace.id());
                continue;
            }
            visible.add(trace);
            if (fate == 1 && count > 1) {
                int other = (source + 1) % count;
                sources.get(other).add(traces.trace(trace.id()));
                hidden.get(other).add(trace.id());
            }
        }
        List<SpanSource> built = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Collections.shuffle(sources.get(i), random);
            built.add(new MemorySource(cut(sources.get(i), random), hidden.get(i), random.nextLong()));
        }
        return new MemorySnapshot(built);
    }

    private static List<List<PlainTrace>> cut(List<PlainTrace> traces, Random random) {
        List<List<PlainTrace>> batches = new ArrayList<>();
        for (int from = 0; from < traces.size(); ) {
            int to = Math.min(traces.size(), from + 1 + random.nextInt(8));
            batches.add(traces.subList(from, to));
            from = to;
        }
        return batches;
    }
}
