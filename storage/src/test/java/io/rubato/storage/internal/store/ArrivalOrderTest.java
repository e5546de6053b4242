package io.rubato.storage.internal.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.rubato.generator.Arrivals;
import io.rubato.generator.Batch;
import io.rubato.generator.GeneratorOptions;
import io.rubato.generator.TraceGenerator;
import io.rubato.storage.Compression;
import io.rubato.storage.Snapshot;
import io.rubato.storage.StoreOptions;
import io.rubato.storage.StoreStatus;
import io.rubato.storage.TestClock;
import io.rubato.storage.scan.SpanSource;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Spans in the order in which exporters send them, by a clock that goes as they arrive: how many traces are cut in
/// several pieces, what moving them costs, and that memory does not grow with what is stored.
@Tag("slow")
class ArrivalOrderTest {
    private static final long GIBI = 1 << 30;

    /// What a process with a heap of 1 GiB has.
    private static final StoreOptions.Memory USUAL = new StoreOptions.Memory(GIBI / 2, GIBI / 8);

    @TempDir
    Path directory;

    private final TestClock clock = new TestClock();
    private long startNanos;
    private long secondsPassed;

    private DiskStore open(StoreOptions.Memory memory) throws IOException {
        return DiskStore.open(StoreOptions.at(directory)
                .withClock(clock)
                .withMemory(memory)
                .withWal(new StoreOptions.Wal(false, 64 << 20))
                .withRetention(new StoreOptions.Retention(Duration.ZERO, 0, Duration.ZERO, 0)));
    }

    private void load(DiskStore store, long seed, long spans, int rate, Arrivals arrivals) {
        TraceGenerator generator =
                new TraceGenerator(seed, GeneratorOptions.of(spans).withSpansPerSecond(rate), arrivals);
        startNanos = 0;
        secondsPassed = 0;
        while (generator.hasNext()) {
            Batch batch = generator.next();
            passTo(store, batch.arrivalNanos());
            store.ingest(Compression.NONE, batch.body(), 0, batch.body().length).join();
        }
    }

    /// Each second the store looks after itself.
    private void passTo(DiskStore store, long nanos) {
        startNanos = startNanos == 0 ? nanos : startNanos;
        while ((secondsPassed + 1) * 1_000_000_000 <= nanos - startNanos) {
            secondsPassed++;
            clock.advance(Duration.ofSeconds(1));
            store.tickNow();
        }
    }

    private void rest(DiskStore store, int seconds) {
        for (int i = 0; i < seconds; i++) {
            clock.advance(Duration.ofSeconds(1));
            store.tickNow();
        }
    }

    private static double lateShare(StoreStatus status) {
        return (double) (status.pieces().tracesWaiting() + status.pieces().tracesInHeads()) / status.traces();
    }

    private static double amplification(StoreStatus status) {
        StoreStatus.Pieces pieces = status.pieces();
        return (double) (pieces.spansFlushed() + pieces.spansMoved() + pieces.spansMerged()) / pieces.spansFlushed();
    }

    private static void print(String what, StoreStatus status) {
        System.out.printf(
                "%s: %.4f %% of traces in several places, %d moved, written %.3f times, %d blocks, %s%n",
                what,
                100 * lateShare(status),
                status.events().getOrDefault("traces_moved", 0L),
                amplification(status),
                status.blocks(),
                status.pieces());
    }

    @Test
    void aStreamOf20000SpansASecond() throws IOException {
        try (DiskStore store = open(USUAL)) {
            load(store, 1, 2_000_000, 20_000, Arrivals.PLAIN);
            print("20,000/s", store.status());
            assertThat(lateShare(store.status())).isLessThan(0.001);
            assertThat(amplification(store.status())).isLessThan(1.01);
        }
    }

    @Test
    void aStreamOf100000SpansASecond() throws IOException {
        try (DiskStore store = open(USUAL)) {
            load(store, 1, 3_000_000, 100_000, Arrivals.PLAIN.withInstances(25));
            print("100,000/s", store.status());
            assertThat(lateShare(store.status())).isLessThan(0.005);
            assertThat(amplification(store.status())).isLessThan(1.05);
        }
    }

    @Test
    void longGenerations() throws IOException {
        try (DiskStore store = open(USUAL)) {
            load(store, 1, 2_500_000, 20_000, Arrivals.PLAIN.withLongGenerations(1));
            rest(store, 60);
            print("long generations", store.status());
            assertThat(amplification(store.status())).isLessThan(1.1);
        }
    }

    @Test
    void everyTraceAgain() throws IOException {
        try (DiskStore store = open(USUAL)) {
            load(store, 1, 1_000_000, 20_000, Arrivals.PLAIN.withAgainAfter(Duration.ofMinutes(1)));
            flushHeads(store);
            rest(store, 60);
            print("again", store.status());
            assertThat(store.status().pieces().tracesWaiting()).isZero();
        }
    }

    private void flushHeads(DiskStore store) {
        clock.advance(Duration.ofMinutes(31));
        rest(store, 2);
        assertThat(store.status().headSpans()).isZero();
    }

    @Test
    void heapDoesNotGrowWithWhatIsStored() throws IOException {
        // Caches that are full early, so that what is left is what each block costs. All code has run by 3 M.
        try (DiskStore store = open(new StoreOptions.Memory(GIBI / 2, 1 << 20))) {
            long first = 0;
            int millions = 7;
            for (int million = 1; million <= millions; million++) {
                load(store, million, 1_000_000, 20_000, Arrivals.PLAIN);
                flushHeads(store);
                read(store);
                long heap = usedHeap();
                System.out.printf(
                        "%d M spans stored in %d blocks: %d kB of heap%n",
                        million, store.status().blocks(), heap >> 10);
                if (million == 3) {
                    first = heap;
                }
                if (million == millions) {
                    assertThat((heap - first) / (millions - 3)).isLessThan(200 << 10);
                }
            }
        }
    }

    /// As a query does that looks at everything.
    private static void read(DiskStore store) {
        try (Snapshot snapshot = store.snapshot()) {
            for (SpanSource source : snapshot.sources()) {
                SpanSource decoded = source.decoded();
                for (int batch = 0; batch < decoded.batches(); batch++) {
                    assertThat(decoded.open(batch).rows()).isNotNegative();
                }
            }
        }
    }

    private static long usedHeap() {
        for (int i = 0; i < 3; i++) {
            System.gc();
        }
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }
}
