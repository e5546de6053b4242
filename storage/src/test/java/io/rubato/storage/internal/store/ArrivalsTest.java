package io.rubato.storage.internal.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.proto.trace.v1.Span;
import io.rubato.storage.Compression;
import io.rubato.storage.Otlp;
import io.rubato.storage.Snapshot;
import io.rubato.storage.StoreOptions;
import io.rubato.storage.TestClock;
import io.rubato.storage.model.TraceId;
import io.rubato.storage.scan.Arrivals;
import io.rubato.storage.scan.Batch;
import io.rubato.storage.scan.Bits;
import io.rubato.storage.scan.SpanSource;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Who looks again and again finds all that came in, and need not look at the rest.
class ArrivalsTest {
    @TempDir
    Path directory;

    private final TestClock clock = new TestClock();
    private Map<Object, Integer> known = Map.of();
    private long nextSpan = 1;
    private DiskStore store;

    @BeforeEach
    void open() throws IOException {
        store = DiskStore.open(StoreOptions.at(directory)
                .withClock(clock)
                .withRetention(new StoreOptions.Retention(Duration.ZERO, 0, Duration.ofMinutes(5), 0))
                .withMerge(new StoreOptions.Merge(Duration.ofHours(1), 500_000, 500_000, 1_000))
                .withCut(new StoreOptions.Cut(
                        100_000, Long.MAX_VALUE, Duration.ofMinutes(1), Duration.ofSeconds(1), Duration.ofMillis(1))));
    }

    @AfterEach
    void close() throws IOException {
        store.close();
    }

    private void ingest(long trace, int spans) {
        List<Span.Builder> all = new ArrayList<>();
        for (int i = 0; i < spans; i++) {
            all.add(Otlp.span(trace, nextSpan++, i == 0 ? 0 : 1));
        }
        byte[] body = Otlp.body("service", all);
        store.ingest(Compression.NONE, body, 0, body.length).join();
    }

    private void flush() {
        clock.advance(Duration.ofMinutes(2));
        store.tickNow();
    }

    /// The sources with something new, each with its traces that count.
    private List<List<TraceId>> look() {
        Map<Object, Integer> extents = new HashMap<>();
        List<List<TraceId>> found = new ArrayList<>();
        try (Snapshot snapshot = store.snapshot()) {
            for (SpanSource source : snapshot.sources()) {
                Arrivals arrivals = source.arrivals();
                arrivals.extents().forEach((key, extent) -> extents.merge(key, extent, Math::max));
                if (!arrivals.areAmong(known)) {
                    found.add(traces(source));
                }
            }
        }
        known = extents;
        return found;
    }

    private static List<TraceId> traces(SpanSource source) {
        List<TraceId> traces = new ArrayList<>();
        for (int batch = 0; batch < source.batches(); batch++) {
            Batch open = source.open(batch);
            Bits hidden = open.hidden();
            for (int trace = 0; trace < open.traces(); trace++) {
                if (hidden == null || !hidden.get(open.traceStarts()[trace])) {
                    traces.add(source.traceId(open.firstTrace() + trace));
                }
            }
        }
        return traces;
    }

    private static List<TraceId> ids(long... traces) {
        List<TraceId> ids = new ArrayList<>();
        for (long trace : traces) {
            ids.add(TraceId.of(Otlp.traceId(trace).toByteArray(), 0));
        }
        return ids;
    }

    @Test
    void aHeadIsNewWhenItGrew() {
        ingest(1, 2);
        assertThat(look()).containsExactly(ids(1));
        assertThat(look()).isEmpty();
        ingest(1, 1);
        assertThat(look()).containsExactly(ids(1));
    }

    @Test
    void aJoinedTraceIsNewWhenAPieceOfItCameIn() {
        ingest(1, 2);
        ingest(2, 2);
        flush();
        look();
        ingest(1, 1);
        assertThat(look()).contains(ids(1)).doesNotContain(ids(2));
        ingest(3, 1);
        assertThat(look()).containsExactly(ids(3));
    }

    @Test
    void whatIsMovedIsNotNew() {
        ingest(1, 2);
        flush();
        ingest(1, 2);
        flush();
        assertThat(store.status().pieces().tracesWaiting()).isEqualTo(1);
        assertThat(look()).contains(ids(1));
        clock.advance(Duration.ofSeconds(40));
        store.tickNow();
        assertThat(store.status().pieces().spansMoved()).isEqualTo(4);
        assertThat(look()).isEmpty();
    }

    @Test
    void whatCameInAndWasFlushedBetweenTwoLooksIsNew() {
        ingest(1, 2);
        flush();
        look();
        ingest(1, 1);
        ingest(2, 1);
        flush();
        assertThat(look()).containsExactlyInAnyOrder(ids(1), ids(2));
    }
}
