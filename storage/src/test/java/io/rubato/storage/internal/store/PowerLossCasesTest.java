package io.rubato.storage.internal.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.proto.trace.v1.Span;
import io.rubato.storage.Compression;
import io.rubato.storage.Otlp;
import io.rubato.storage.Snapshot;
import io.rubato.storage.SpanSet;
import io.rubato.storage.StoreOptions;
import io.rubato.storage.TestClock;
import io.rubato.storage.disk.Call;
import io.rubato.storage.disk.SimulatedDisk;
import io.rubato.storage.objects.LocalObjectStore;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/// Power losses at the moments that [PowerLossTest] found to matter, one by one.
class PowerLossCasesTest {
    private final TestClock clock = new TestClock();
    private SimulatedDisk disk = new SimulatedDisk();
    private String log = "data/wal";
    private boolean fsync = true;
    private Duration idle = Duration.ZERO;

    private DiskStore open() throws IOException {
        StoreOptions defaults = StoreOptions.at(disk.root().resolve("data"));
        StoreOptions options = new StoreOptions(
                disk.root().resolve(log),
                defaults.blockDirectory(),
                new StoreOptions.Wal(fsync, 1 << 20),
                new StoreOptions.Cut(100_000, Long.MAX_VALUE, Duration.ofMinutes(1), idle, Duration.ofMillis(1)),
                defaults.limits(),
                defaults.memory(),
                new StoreOptions.Retention(Duration.ZERO, 0, Duration.ofMinutes(5), 0),
                defaults.merge(),
                defaults.move(),
                defaults.filters(),
                clock);
        return DiskStore.open(options, LocalObjectStore.open(options.blockDirectory()), _ -> Long.MAX_VALUE);
    }

    private static CompletableFuture<?> send(DiskStore store, long... ids) {
        return sendOf(1, store, ids);
    }

    private static CompletableFuture<?> sendOf(long trace, DiskStore store, long... ids) {
        List<Span.Builder> spans = new ArrayList<>();
        for (long id : ids) {
            spans.add(Otlp.span(trace, id, 0).addAttributes(Otlp.attribute("text", "x".repeat(1000))));
        }
        byte[] body = Otlp.body(spans);
        return store.ingest(Compression.NONE, body, 0, body.length);
    }

    private void flush(DiskStore store) {
        clock.advance(Duration.ofMinutes(2));
        store.tickNow();
    }

    private static int spans(DiskStore store) {
        SpanSet found = new SpanSet();
        try (Snapshot snapshot = store.snapshot()) {
            DiskStoreTest.drainWhole(snapshot, found);
        }
        return found.spans();
    }

    /// Else records to come would have positions that the block says it contains.
    @Test
    void noBlockIsMadeOfWhatTheLogMayLose() throws IOException {
        DiskStore store = open();
        send(store, 1, 2).join();
        disk.failAfter(0, EnumSet.of(Call.FORCE));
        assertThat(send(store, 3).handle((_, failure) -> failure).join()).isNotNull();
        disk.heal();
        try {
            CompletableFuture<?> refused = send(store, 4);
            assertThat(refused.handle((_, failure) -> failure).join()).isNotNull();
            store.state().disk().check();
            flush(store);
            assertThat(store.status().blocks()).isZero();
            assertThat(store.status().events()).containsKey("flush_failed");
        } finally {
            store.close();
        }
    }

    /// The first head is flushed while the second one keeps the log from an earlier position on. All of the log is
    /// lost, and the next records would begin at that position, within what the block says it contains.
    @Test
    void afterALogWithoutFsyncWasLostItsPositionsAreNotUsedAgain() throws IOException {
        fsync = false;
        idle = Duration.ofSeconds(10);
        try (DiskStore store = open()) {
            send(store, 1).join();
            clock.advance(Duration.ofSeconds(61));
            send(store, 2).join();
            store.tickNow();
            sendOf(2, store, 3).join();
            send(store, 4, 5, 6).join();
            clock.advance(Duration.ofSeconds(11));
            store.tickNow();
            assertThat(store.status().blocks()).isEqualTo(1);
            assertThat(store.state().manifest().current().live().getFirst().walTo())
                    .isGreaterThan(store.state().manifest().current().walPosition());
            disk = disk.losePower(null);
        }
        try (DiskStore store = open()) {
            assertThat(spans(store)).isEqualTo(5);
            send(store, 7).join();
        }
        try (DiskStore store = open()) {
            assertThat(spans(store)).isEqualTo(6);
        }
    }

    /// The log lies two new directories deep, on a path of its own.
    @Test
    void theDirectoriesOfTheLogAreSyncedAllTheWay() throws IOException {
        log = "other/disk/log";
        try (DiskStore store = open()) {
            send(store, 1, 2).join();
            disk = disk.losePower(null);
        }
        try (DiskStore store = open()) {
            assertThat(spans(store)).isEqualTo(2);
        }
    }

    /// A sync that failed once, or a process that was killed before it, must not leave a name that nobody syncs.
    @Test
    void aDirectoryThatIsThereAlreadyIsSyncedToo() throws IOException {
        try (DiskStore store = open()) {
            send(store, 1, 2).join();
            for (int call = 0; store.status().blocks() == 0; call++) {
                disk.heal();
                disk.failAfter(call, EnumSet.of(Call.FORCE_DIRECTORY));
                flush(store);
            }
            disk.heal();
            clock.advance(Duration.ofMinutes(2));
            store.tickNow();
            send(store, 3).join();
            flush(store);
            disk = disk.losePower(null);
        }
        try (DiskStore store = open()) {
            assertThat(store.status().events()).doesNotContainKey("blocks_damaged");
            assertThat(spans(store)).isEqualTo(3);
        }
    }

    /// Opening the log's directory to sync its names failed then, which was taken for a failed sync: the log took
    /// nothing any more until a restart.
    @Test
    void descriptorsThatAreUsedUpAreMissedOnlyAsLongAsTheyAre() throws IOException {
        try (DiskStore store = open()) {
            int taken = 0;
            for (int round = 0; round < 3; round++) {
                for (int i = 0; i < 600; i++) {
                    send(store, 1_000_000L * round + 2L * i + 1, 1_000_000L * round + 2L * i + 2)
                            .join();
                    taken += 2;
                }
                flush(store);
                disk.outOfDescriptors(true);
                for (int i = 0; i < 1_500; i++) {
                    long id = 1_000_000L * round + 500_000 + i;
                    taken += send(store, id)
                            .handle((_, failure) -> failure == null ? 1 : 0)
                            .join();
                }
                flush(store);
                assertThat(disk.failures()).isPositive();
                disk.outOfDescriptors(false);
                store.tickNow();
                send(store, 1_000_000L * round + 900_000).join();
                taken++;
                assertThat(spans(store)).isEqualTo(taken);
            }
            flush(store);
            assertThat(spans(store)).isEqualTo(taken);
        }
    }
}
