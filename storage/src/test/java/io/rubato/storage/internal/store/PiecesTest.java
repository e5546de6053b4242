package io.rubato.storage.internal.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.proto.trace.v1.Span;
import io.rubato.storage.Compression;
import io.rubato.storage.Otlp;
import io.rubato.storage.Snapshot;
import io.rubato.storage.SpanSet;
import io.rubato.storage.StoreOptions;
import io.rubato.storage.StoreStatus;
import io.rubato.storage.TestClock;
import io.rubato.storage.internal.columns.StoredSource;
import io.rubato.storage.model.TraceId;
import io.rubato.storage.scan.SpanSource;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.lang.ref.WeakReference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Traces whose spans arrive over a long time: where they lie, what moves them, and that they are whole meanwhile.
class PiecesTest {
    @TempDir
    Path directory;

    private final TestClock clock = new TestClock();
    private final SpanSet sent = new SpanSet();
    private long nextSpan = 1;

    private StoreOptions options() {
        return StoreOptions.at(directory)
                .withClock(clock)
                .withRetention(new StoreOptions.Retention(Duration.ZERO, 0, Duration.ofMinutes(5), 0))
                .withMerge(new StoreOptions.Merge(Duration.ofHours(1), 500_000, 500_000, 1_000))
                .withCut(new StoreOptions.Cut(
                        100_000, Long.MAX_VALUE, Duration.ofMinutes(1), Duration.ofSeconds(1), Duration.ofMillis(1)));
    }

    private void ingest(DiskStore store, long trace, int spans, boolean withRoot) {
        List<Span.Builder> all = new ArrayList<>();
        for (int i = 0; i < spans; i++) {
            all.add(Otlp.span(trace, nextSpan++, withRoot && i == 0 ? 0 : 1));
        }
        byte[] body = Otlp.body("service", all);
        sent.add(body);
        store.ingest(Compression.NONE, body, 0, body.length).join();
    }

    /// Makes a block of what is in heads.
    private void flush(DiskStore store) {
        clock.advance(Duration.ofMinutes(2));
        store.tickNow();
    }

    private void assertWhole(DiskStore store) {
        SpanSet found = new SpanSet();
        try (Snapshot snapshot = store.snapshot()) {
            DiskStoreTest.drainWhole(snapshot, found);
            assertThat(found.spans()).isEqualTo(sent.spans());
            sent.traces().keySet().forEach(id -> {
                assertThat(found.sorted(id)).isEqualTo(sent.sorted(id));
                byte[] trace = Objects.requireNonNull(snapshot.trace(TraceId.of(id.toByteArray(), 0)));
                assertThat(new SpanSet().add(trace).sorted(id)).isEqualTo(sent.sorted(id));
            });
        }
    }

    private static StoreStatus.Pieces pieces(DiskStore store) {
        return store.status().pieces();
    }

    @Test
    void aTraceInTwoBlocksIsMovedToOne() throws IOException {
        try (DiskStore store = DiskStore.open(options())) {
            for (int trace = 1; trace <= 50; trace++) {
                ingest(store, trace, 4, true);
            }
            flush(store);
            ingest(store, 7, 3, false);
            ingest(store, 8, 3, false);
            assertWhole(store);
            flush(store);
            assertThat(pieces(store).tracesWaiting()).isEqualTo(2);
            assertWhole(store);
            clock.advance(Duration.ofSeconds(40));
            store.tickNow();
            assertThat(pieces(store).tracesWaiting()).isZero();
            assertThat(pieces(store).spansMoved()).isEqualTo(14);
            assertThat(store.status().spans()).isEqualTo(206);
            assertThat(store.status().traces()).isEqualTo(50);
            assertWhole(store);
        }
        try (DiskStore store = DiskStore.open(options())) {
            assertThat(pieces(store).tracesWaiting()).isZero();
            assertThat(store.status().spans()).isEqualTo(206);
            assertWhole(store);
            ingest(store, 7, 2, false);
            assertWhole(store);
            flush(store);
            assertWhole(store);
        }
    }

    @Test
    void aBlockWithoutLiveTracesGoes() throws IOException {
        try (DiskStore store = DiskStore.open(options())) {
            ingest(store, 1, 4, true);
            flush(store);
            ingest(store, 1, 4, false);
            flush(store);
            clock.advance(Duration.ofSeconds(40));
            store.tickNow();
            store.tickNow();
            assertThat(store.status().blocks()).isEqualTo(1);
            assertWhole(store);
        }
    }

    /// What had grown was rewritten with each piece before: as many spans as the square of the pieces.
    @Test
    void aGrowingTraceIsRewrittenAFewTimesInAll() throws IOException {
        try (DiskStore store = DiskStore.open(options())) {
            for (int piece = 0; piece < 100; piece++) {
                ingest(store, 1, 10, false);
                ingest(store, 1000 + piece, 5, true);
                flush(store);
                clock.advance(Duration.ofSeconds(31));
                store.tickNow();
                if (piece % 10 == 0) {
                    assertWhole(store);
                }
            }
            assertThat(pieces(store).tracesWaiting()).isEqualTo(1);
            assertThat(pieces(store).spansMoved()).isBetween(800L, 3_000L);
            ingest(store, 1, 1, true);
            flush(store);
            clock.advance(Duration.ofMinutes(11));
            store.tickNow();
            assertThat(pieces(store).tracesWaiting()).isZero();
            assertWhole(store);
        }
    }

    @Test
    void aTraceThatGrowsWhileItIsReadIsWhole() throws IOException {
        try (DiskStore store = DiskStore.open(options())) {
            ingest(store, 1, 5_000, false);
            flush(store);
            for (int i = 0; i < 30; i++) {
                ingest(store, 1, 1, false);
                assertWhole(store);
                if (i % 7 == 6) {
                    flush(store);
                }
            }
        }
    }

    @Test
    void aSnapshotKeepsWhatItHad() throws IOException {
        try (DiskStore store = DiskStore.open(options())) {
            ingest(store, 1, 10, true);
            flush(store);
            ingest(store, 1, 10, false);
            try (Snapshot before = store.snapshot()) {
                List<SpanSource> sources = before.sources();
                ingest(store, 1, 10, false);
                assertWhole(store);
                flush(store);
                clock.advance(Duration.ofSeconds(40));
                store.tickNow();
                assertWhole(store);
                SpanSet found = new SpanSet();
                sources.forEach(source -> DiskStoreTest.drain((StoredSource) source, found));
                assertThat(found.spans()).isEqualTo(20);
            }
        }
    }

    @Test
    void aQueryOfAnotherTimeJoinsNothing() throws IOException {
        try (DiskStore store = DiskStore.open(options())) {
            ingest(store, 1, 10, true);
            flush(store);
            ingest(store, 1, 10, false);
            try (Snapshot snapshot = store.snapshot()) {
                SpanSource late = snapshot.sources().stream()
                        .filter(source -> source.name().equals("late traces"))
                        .findFirst()
                        .orElseThrow();
                assertThat(late.batches()).isEqualTo(1);
                assertThat(late.stats(0).spans()).isEqualTo(20);
                assertThat(late.stats(0).traces()).isEqualTo(1);
                assertThat(store.state().joins().joinedBytes()).isZero();
                assertThat(late.decoded().open(0).rows()).isEqualTo(20);
                assertThat(store.state().joins().joinedBytes()).isPositive();
            }
        }
    }

    @Test
    void aDamagedVectorHidesNothingAndIsMadeAgain() throws IOException {
        try (DiskStore store = DiskStore.open(options())) {
            for (int trace = 1; trace <= 2_000; trace++) {
                ingest(store, trace, 2, true);
            }
            flush(store);
            for (int trace = 1; trace <= 2_000; trace += 3) {
                ingest(store, trace, 1, false);
            }
            flush(store);
            clock.advance(Duration.ofSeconds(40));
            store.tickNow();
            assertThat(pieces(store).tracesWaiting()).isZero();
        }
        Path vectors = onlyFile("vectors");
        try (RandomAccessFile file = new RandomAccessFile(vectors.toFile(), "rw")) {
            file.seek(20);
            file.write(0x55);
            file.write(0xaa);
        }
        for (int start = 0; start < 2; start++) {
            try (DiskStore store = DiskStore.open(options())) {
                assertWhole(store);
                store.tickNow();
                assertWhole(store);
                clock.advance(Duration.ofSeconds(40));
                store.tickNow();
                assertThat(pieces(store).tracesWaiting()).isZero();
                assertWhole(store);
            }
        }
    }

    private Path onlyFile(String below) throws IOException {
        try (Stream<Path> files = Files.walk(directory.resolve("blocks").resolve(below))) {
            return files.filter(Files::isRegularFile).findFirst().orElseThrow();
        }
    }

    @Test
    void tracesThatWentOnAreNotCutWhileOthersAreFlushed() throws IOException {
        StoreOptions options = options()
                .withCut(new StoreOptions.Cut(
                        1_000, Long.MAX_VALUE, Duration.ofHours(1), Duration.ofSeconds(10), Duration.ofMillis(1)));
        try (DiskStore store = DiskStore.open(options)) {
            for (int second = 0; second < 120; second++) {
                for (int i = 0; i < 100; i++) {
                    ingest(store, 1 + second * 100L + i, 1, false);
                    if (second >= 3) {
                        ingest(store, 1 + (second - 3) * 100L + i, 1, true);
                    }
                }
                clock.advance(Duration.ofSeconds(1));
                store.tickNow();
            }
            assertThat(store.status().blocks()).isGreaterThan(5);
            assertThat(pieces(store).tracesWaiting() + pieces(store).tracesInHeads())
                    .isZero();
            assertThat(pieces(store).spansMoved()).isZero();
            assertWhole(store);
        }
    }

    /// Nothing keeps a head that is a block by now: neither the last query nor what was joined for it.
    @Test
    void aFlushedHeadLeavesMemory() throws Exception {
        try (DiskStore store = DiskStore.open(options())) {
            ingest(store, 1, 5_000, false);
            flush(store);
            ingest(store, 1, 1, false);
            assertWhole(store);
            WeakReference<Object> head = new WeakReference<>(
                    store.state().view().heads().getFirst().generation().head());
            flush(store);
            for (int i = 0; i < 50 && head.get() != null; i++) {
                System.gc();
            }
            assertThat(head.get()).isNull();
            assertThat(store.state().joins().joinedBytes()).isPositive();
            assertWhole(store);
        }
    }
}
