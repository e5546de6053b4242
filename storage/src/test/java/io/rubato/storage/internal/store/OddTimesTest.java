package io.rubato.storage.internal.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.proto.trace.v1.Span;
import io.rubato.storage.Compression;
import io.rubato.storage.Otlp;
import io.rubato.storage.Snapshot;
import io.rubato.storage.StoreOptions;
import io.rubato.storage.TestClock;
import io.rubato.storage.model.TraceId;
import io.rubato.storage.scan.BatchStats;
import io.rubato.storage.scan.SpanSource;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Spans that say of themselves to be of another time: they may neither keep blocks nor cost other spans theirs.
class OddTimesTest {
    private static final Duration DAY = Duration.ofDays(1);

    @TempDir
    Path directory;

    private final TestClock clock = new TestClock();
    private long ids;

    private StoreOptions options(Duration maxAge, long maxBytes) {
        return StoreOptions.at(directory)
                .withClock(clock)
                .withRetention(new StoreOptions.Retention(maxAge, maxBytes, Duration.ZERO, 0))
                .withMerge(new StoreOptions.Merge(Duration.ofHours(1), 500_000, 500_000, 2))
                .withCut(new StoreOptions.Cut(
                        100_000, Long.MAX_VALUE, Duration.ofMinutes(1), Duration.ZERO, Duration.ofMillis(1)));
    }

    /// A span of a trace of its own.
    ///
    /// @param startsIn how long after now it starts
    /// @param takes how long it takes
    private Span.Builder span(Duration startsIn, Duration takes) {
        long id = ++ids;
        long start = (clock.millis() + startsIn.toMillis()) * 1_000_000;
        return Otlp.span(id, id, 0).setStartTimeUnixNano(start).setEndTimeUnixNano(start + takes.toNanos());
    }

    private List<Span.Builder> usual(int count) {
        List<Span.Builder> spans = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            spans.add(span(Duration.ofMillis(-i), Duration.ofMillis(1)));
        }
        return spans;
    }

    private void block(DiskStore store, List<Span.Builder> spans) {
        byte[] body = Otlp.body(spans);
        store.ingest(Compression.NONE, body, 0, body.length).join();
        clock.advance(Duration.ofMinutes(2));
        store.tickNow();
    }

    private List<Span.Builder> with(int count, Span.Builder odd) {
        List<Span.Builder> spans = usual(count);
        spans.add(odd);
        return spans;
    }

    private static long live(DiskStore store) {
        return store.status().spans();
    }

    @Test
    void futureSpansKeepNoBlockBeyondItsAge() throws IOException {
        try (DiskStore store = DiskStore.open(options(DAY, 0))) {
            block(store, with(100, span(Duration.ofDays(3650), Duration.ZERO)));
            block(store, with(100, span(Duration.ZERO, Duration.ofDays(3650))));
            clock.advance(Duration.ofHours(2));
            block(store, usual(100));
            assertThat(live(store)).isEqualTo(302);
            clock.advance(DAY.minus(Duration.ofHours(1)));
            store.tickNow();
            assertThat(live(store)).isEqualTo(100);
        }
    }

    /// What arrives old is as old as it says.
    @Test
    void oldSpansAreOldFromTheStart() throws IOException {
        try (DiskStore store = DiskStore.open(options(DAY, 0))) {
            block(store, List.of(span(Duration.ofHours(-23), Duration.ZERO)));
            assertThat(live(store)).isEqualTo(1);
            clock.advance(Duration.ofHours(1));
            store.tickNow();
            assertThat(live(store)).isZero();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3650})
    void futureSpansPushNoFreshOnesOut(int days) throws IOException {
        StoreOptions unmerged =
                options(Duration.ZERO, 0).withMerge(new StoreOptions.Merge(Duration.ofHours(1), 500_000, 500_000, 100));
        long bytes;
        try (DiskStore store = DiskStore.open(unmerged)) {
            for (int i = 0; i < 3; i++) {
                block(store, with(120, span(Duration.ofDays(days), Duration.ZERO)));
            }
            bytes = store.status().blockBytes();
        }
        try (DiskStore store = DiskStore.open(
                unmerged.withRetention(new StoreOptions.Retention(Duration.ZERO, bytes, Duration.ZERO, 0)))) {
            for (int i = 0; i < 3; i++) {
                block(store, usual(60));
            }
            assertThat(store.status().blockBytes()).isLessThanOrEqualTo(bytes);
            try (Snapshot snapshot = store.snapshot()) {
                for (long id = ids - 179; id <= ids; id++) {
                    assertThat(snapshot.trace(trace(id))).as("trace %s", id).isNotNull();
                }
            }
        }
    }

    @Test
    void blocksThatArrivedTogetherAreMergedWhateverTheySay() throws IOException {
        try (DiskStore store = DiskStore.open(options(Duration.ZERO, 0))) {
            clock.advance(Duration.ofMillis(3_600_000 - clock.millis() % 3_600_000));
            block(store, with(100, span(Duration.ofDays(3650), Duration.ZERO)));
            block(store, with(100, span(Duration.ZERO, Duration.ofDays(40))));
            block(store, usual(100));
            store.tickNow();
            assertThat(store.status().blocks()).isEqualTo(1);
            long newest = store.state().manifest().current().live().getFirst().newestMillis();
            assertThat(newest).isLessThanOrEqualTo(clock.millis());
        }
    }

    /// Only the batch that has them says so, and a query of its time or for its trace still finds them.
    @Test
    void distantSpansStretchNoOtherBatch() throws IOException {
        try (DiskStore store = DiskStore.open(options(Duration.ZERO, 0))) {
            List<Span.Builder> spans = usual(1000);
            long from = clock.millis() - 10_000;
            List<Span.Builder> odd = List.of(
                    span(Duration.ofDays(-20_000), Duration.ofMillis(1)),
                    span(Duration.ofDays(3650), Duration.ofMillis(1)),
                    span(Duration.ZERO, Duration.ofDays(400)),
                    span(Duration.ofDays(-5), Duration.ofDays(5)),
                    span(Duration.ofDays(-20_000), Duration.ofDays(40_000)).setParentSpanId(Otlp.spanId(77)));
            spans.addAll(odd);
            block(store, spans);
            int distant = 0;
            int near = 0;
            try (Snapshot snapshot = store.snapshot()) {
                SpanSource block = snapshot.sources().getFirst();
                for (int batch = 0; batch < block.batches(); batch++) {
                    BatchStats stats = block.stats(batch);
                    if (stats.minStart() >= from * 1_000_000 && stats.maxEnd() <= (from + 20_000) * 1_000_000) {
                        near += stats.spans();
                    } else {
                        distant += stats.spans();
                    }
                }
                for (Span.Builder span : odd) {
                    TraceId id = TraceId.of(span.getTraceId().toByteArray(), 0);
                    assertThat(snapshot.trace(id)).isNotNull();
                    BatchStats stats = block.stats(block.batchOf(block.findTrace(id)));
                    assertThat(stats.minStart()).isLessThanOrEqualTo(span.getStartTimeUnixNano());
                    assertThat(stats.maxEnd()).isGreaterThanOrEqualTo(span.getEndTimeUnixNano());
                }
            }
            assertThat(near).isEqualTo(1000);
            assertThat(distant).isEqualTo(5);
        }
        assertThat(io.rubato.storage.inspect.Verification.of(directory.resolve("blocks")))
                .isEmpty();
    }

    private static TraceId trace(long id) {
        return TraceId.of(Otlp.traceId(id).toByteArray(), 0);
    }
}
