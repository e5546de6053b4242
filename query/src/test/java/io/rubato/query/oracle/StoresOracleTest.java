package io.rubato.query.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import io.rubato.query.QueryContext;
import io.rubato.query.QueryEngine;
import io.rubato.query.SearchRequest;
import io.rubato.query.memory.PlainTrace;
import io.rubato.query.memory.Stores;
import io.rubato.storage.Snapshot;
import io.rubato.storage.SpanStore;
import io.rubato.storage.model.TraceId;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The engine over stores on disk against the oracle: what is in memory, in one block, or in blocks that are cut in
/// the middle of traces, must be the same.
class StoresOracleTest {
    private final QueryEngine engine = new QueryEngine();

    @TempDir
    Path directory;

    @Test
    void findsWhatTheOracleFinds() throws Exception {
        for (int seed = 1; seed <= 2; seed++) {
            run(seed, 200);
        }
    }

    @Test
    @Tag("slow")
    void findsWhatTheOracleFindsInManyMoreCases() throws Exception {
        long seed = Long.getLong("rubato.seed", 1_000);
        for (int i = 0; i < 30; i++) {
            run(seed + i, 300);
        }
    }

    private void run(long seed, int queries) throws Exception {
        Random random = new Random(seed);
        RandomTraces made = new RandomTraces(random, true);
        List<PlainTrace> traces = IntStream.rangeClosed(1, 18)
                .mapToObj(i -> made.trace(new TraceId(random.nextLong(), i)))
                .toList();
        List<PipelineOracle> oracles = traces.stream().map(PipelineOracle::new).toList();
        RandomPipelines pipelines = new RandomPipelines(random);
        List<SearchRequest> requests = IntStream.range(0, queries)
                .mapToObj(i -> OracleTest.request(random, pipelines.pipeline()))
                .toList();
        List<List<String>> expected = requests.stream()
                .map(request -> AnswerLines.expected(oracles, request))
                .toList();
        try (SpanStore head = Stores.head(directory.resolve(seed + "head"), traces);
                SpanStore block = Stores.oneBlock(directory.resolve(seed + "block"), traces);
                SpanStore cut = Stores.cut(directory.resolve(seed + "cut"), traces, random)) {
            check("head, seed " + seed, head, requests, expected);
            check("one block, seed " + seed, block, requests, expected);
            check("blocks cut anywhere, seed " + seed, cut, requests, expected);
        }
        try (SpanStore moving = Stores.moving(directory.resolve(seed + "cut"))) {
            boolean isMoved;
            do {
                isMoved = moving.status().pieces().tracesWaiting() == 0;
                check("traces moved: " + isMoved + ", seed " + seed, moving, requests, expected);
            } while (!isMoved);
        }
    }

    private void check(String where, SpanStore store, List<SearchRequest> requests, List<List<String>> expected) {
        try (Snapshot snapshot = store.snapshot()) {
            for (int i = 0; i < requests.size(); i++) {
                QueryContext context = QueryContext.withTimeout(Duration.ofMinutes(1));
                assertThat(AnswerLines.of(engine.search(snapshot, requests.get(i), context)))
                        .as("%s, case %d: %s", where, i, requests.get(i))
                        .isEqualTo(expected.get(i));
                assertThat(context.damage()).isEmpty();
            }
        }
    }
}
