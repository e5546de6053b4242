package io.rubato.query;

import static org.assertj.core.api.Assertions.assertThat;

import io.rubato.query.memory.MemorySnapshot;
import io.rubato.query.memory.MemorySource;
import io.rubato.query.memory.PlainSpan;
import io.rubato.query.memory.PlainTrace;
import io.rubato.storage.Snapshot;
import io.rubato.storage.model.Origin;
import io.rubato.storage.model.TraceId;
import io.rubato.storage.scan.SpanSource;
import io.rubato.traceql.TraceQl;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// What a search shows on the way is the answer's beginning, in its order, also where many traces start at once.
class StreamedSearchTest {
    private final QueryEngine engine = new QueryEngine();

    private static QueryContext context() {
        return QueryContext.withTimeout(Duration.ofMinutes(10));
    }

    /// Two batches of two traces. The last trace of the first one starts when the first of the second one does, and
    /// has a greater id, so it comes after that one.
    @Test
    void aTraceWaitsForThoseThatStartWithIt() {
        MemorySource source =
                source(1, List.of(List.of(trace(1, 20), trace(7, 10)), List.of(trace(3, 10), trace(4, 5))));
        Recorder recorder = run(new MemorySnapshot(List.of(source)), 4);
        assertThat(recorder.shown).containsExactly(new TraceId(0, 1));
        assertThat(recorder.all)
                .containsExactly(new TraceId(0, 1), new TraceId(0, 3), new TraceId(0, 7), new TraceId(0, 4));
    }

    @Test
    void whatIsShownIsTheBeginningOfTheAnswer() {
        long seed = Long.getLong("rubato.seed", 1);
        Random random = new Random(seed);
        int shown = 0;
        for (int round = 0; round < 300; round++) {
            Snapshot snapshot = snapshot(random);
            int limit = 1 + random.nextInt(30);
            List<TraceId> expected = engine.search(snapshot, request(limit), context()).traces().stream()
                    .map(TraceMatch::traceId)
                    .toList();
            Recorder recorder = run(snapshot, limit);
            assertThat(recorder.all).as("seed %d, round %d", seed, round).isEqualTo(expected);
            shown += recorder.shown.size();
        }
        assertThat(shown).isGreaterThan(300);
    }

    private static Snapshot snapshot(Random random) {
        List<SpanSource> sources = new ArrayList<>();
        int starts = 1 + random.nextInt(12);
        for (int i = random.nextInt(3); i >= 0; i--) {
            List<List<PlainTrace>> batches = new ArrayList<>();
            for (int j = random.nextInt(8); j >= 0; j--) {
                List<PlainTrace> batch = new ArrayList<>();
                for (int k = random.nextInt(5); k >= 0; k--) {
                    batch.add(trace(random.nextLong(), 1 + random.nextInt(starts)));
                }
                batches.add(batch);
            }
            sources.add(source(random.nextLong(), batches));
        }
        return new MemorySnapshot(sources);
    }

    private static MemorySource source(long seed, List<List<PlainTrace>> batches) {
        return new MemorySource(batches, Set.of(), seed);
    }

    private static PlainTrace trace(long id, long start) {
        Origin origin = new Origin("s", List.of(Shop.text("service.name", "s")), "", "", "", List.of(), "");
        TraceId traceId = new TraceId(0, id);
        return new PlainTrace(
                traceId,
                List.of(new PlainSpan(
                        traceId, 1, 0, "x", 1, 0, "", start, start, origin, List.of(), List.of(), List.of())));
    }

    private static SearchRequest request(int limit) {
        return new SearchRequest(TraceQl.parse("{ }"), Long.MIN_VALUE, Long.MAX_VALUE, limit, 1);
    }

    private Recorder run(Snapshot snapshot, int limit) {
        Recorder recorder = new Recorder();
        SearchResult rest = engine.search(snapshot, request(limit), recorder, context());
        rest.traces().forEach(trace -> recorder.all.add(trace.traceId()));
        return recorder;
    }

    private static final class Recorder implements ProgressListener<SearchResult> {
        private final List<TraceId> shown = new ArrayList<>();
        private final List<TraceId> all = new ArrayList<>();

        @Override
        public boolean wants() {
            return true;
        }

        @Override
        public void progressed(SearchResult part, int done, int total) {
            part.traces().forEach(trace -> shown.add(trace.traceId()));
            all.clear();
            all.addAll(shown);
        }
    }
}
