package io.rubato.query.oracle;

import io.rubato.query.memory.MemorySnapshot;
import io.rubato.query.memory.MemorySource;
import io.rubato.query.memory.PlainSpan;
import io.rubato.query.memory.PlainTrace;
import io.rubato.storage.Snapshot;
import io.rubato.storage.model.TraceId;
import io.rubato.storage.scan.SpanSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

/// The same random traces stored in several ways.
///
/// @param traces those that are visible
/// @param whole all in one batch of one source
/// @param cut in several sources and many batches, with copies that do not count
record CutStores(List<PlainTrace> traces, Snapshot whole, Snapshot cut) {
    static final long FIRST = 1_000_000_000_000L;
    private static final long MILLI = 1_000_000;

    static CutStores random(Random random, int count) {
        RandomTraces traces = new RandomTraces(random);
        List<PlainTrace> visible = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            visible.add(stretched(traces.trace(new TraceId(0, i + 1))));
        }
        Snapshot whole = new MemorySnapshot(List.of(new MemorySource(List.of(visible), Set.of(), random.nextLong())));
        List<SpanSource> sources = new ArrayList<>();
        List<PlainTrace> shuffled = new ArrayList<>(visible);
        Collections.shuffle(shuffled, random);
        for (int from = 0; from < count; ) {
            int to = Math.min(count, from + 1 + random.nextInt(count));
            sources.add(source(shuffled.subList(from, to), traces, random));
            from = to;
        }
        return new CutStores(visible, whole, new MemorySnapshot(sources));
    }

    private static SpanSource source(List<PlainTrace> visible, RandomTraces traces, Random random) {
        List<PlainTrace> all = new ArrayList<>(visible);
        Set<TraceId> hidden = new HashSet<>();
        for (int i = 0; i < 2; i++) {
            TraceId id = new TraceId(1, i + 1);
            all.add(stretched(traces.trace(id)));
            hidden.add(id);
        }
        Collections.shuffle(all, random);
        List<List<PlainTrace>> batches = new ArrayList<>();
        for (int from = 0; from < all.size(); ) {
            int to = Math.min(all.size(), from + 1 + random.nextInt(5));
            batches.add(all.subList(from, to));
            from = to;
        }
        return new MemorySource(batches, hidden, random.nextLong());
    }

    /// From nanoseconds to milliseconds, the unit of samples.
    private static PlainTrace stretched(PlainTrace trace) {
        List<PlainSpan> spans = trace.spans().stream()
                .map(span -> new PlainSpan(
                        span.traceId(),
                        span.spanId(),
                        span.parentId(),
                        span.name(),
                        span.kind(),
                        span.status(),
                        span.statusMessage(),
                        FIRST + (span.start() - FIRST) * MILLI,
                        span.duration() * MILLI,
                        span.origin(),
                        span.attributes(),
                        span.events(),
                        span.links()))
                .toList();
        return new PlainTrace(trace.id(), spans);
    }
}
