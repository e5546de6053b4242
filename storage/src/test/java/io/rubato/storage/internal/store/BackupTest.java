package io.rubato.storage.internal.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.opentelemetry.proto.trace.v1.Span;
import io.rubato.storage.Compression;
import io.rubato.storage.Otlp;
import io.rubato.storage.Snapshot;
import io.rubato.storage.SpanSet;
import io.rubato.storage.StoreOptions;
import io.rubato.storage.backup.Backup;
import io.rubato.storage.backup.Backup.Copied;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Copies of a store while it works.
class BackupTest {
    @TempDir
    Path directory;

    private StoreOptions options(Path data) {
        return StoreOptions.at(data)
                .withRetention(new StoreOptions.Retention(Duration.ZERO, 0, Duration.ZERO, 0))
                .withMerge(new StoreOptions.Merge(Duration.ofHours(1), 500_000, 500_000, 3))
                .withWal(new StoreOptions.Wal(true, 1 << 16))
                .withCut(new StoreOptions.Cut(
                        200, Long.MAX_VALUE, Duration.ofMinutes(1), Duration.ZERO, Duration.ofMillis(1)));
    }

    private static void ingest(DiskStore store, int first, int count) {
        List<Span.Builder> spans = new ArrayList<>();
        for (int id = first; id < first + count; id++) {
            // Some of each trace now, some later: traces are moved, and there are deletion vectors.
            spans.add(Otlp.span(id % 500, id + 1, 0));
        }
        byte[] body = Otlp.body(spans);
        store.ingest(Compression.NONE, body, 0, body.length).join();
    }

    private Backup of(Path data) {
        return new Backup(data.resolve("blocks"), data.resolve("wal"));
    }

    private Copied copy(Path from, Path to) throws IOException {
        return of(from).to(to.resolve("blocks"), to.resolve("wal"));
    }

    private SpanSet restored(Path backup, String name) throws IOException {
        Path data = directory.resolve(name);
        Copied copied = of(backup).toNew(data.resolve("blocks"), data.resolve("wal"));
        assertThat(copied.kept()).isZero();
        SpanSet found = new SpanSet();
        try (DiskStore store = DiskStore.open(options(data));
                Snapshot snapshot = store.snapshot()) {
            assertThat(store.status().health().warnings()).isEmpty();
            DiskStoreTest.drainWhole(snapshot, found);
        }
        assertThat(found.spans()).isEqualTo(found.distinct().spans());
        return found;
    }

    @Test
    void holdsWhatWasAcknowledgedHoweverMuchChangesMeanwhile() throws Exception {
        Path data = directory.resolve("data");
        Path backup = directory.resolve("backup");
        AtomicInteger acknowledged = new AtomicInteger();
        AtomicBoolean stop = new AtomicBoolean();
        try (DiskStore store = DiskStore.open(options(data))) {
            CompletableFuture<Void> load = CompletableFuture.runAsync(() -> {
                while (!stop.get() && acknowledged.get() < 4_000) {
                    ingest(store, acknowledged.get(), 20);
                    acknowledged.addAndGet(20);
                }
            });
            try {
                for (int i = 0; i < 3; i++) {
                    int before = acknowledged.get();
                    copy(data, backup);
                    int after = acknowledged.get() + 20;
                    assertThat(restored(backup, "restored-" + i).spans()).isBetween(before, after);
                }
            } finally {
                stop.set(true);
                load.join();
            }
        }
    }

    @Test
    void takesOnlyWhatIsNewAndDropsWhatHasGone() throws IOException {
        Path data = directory.resolve("data");
        Path backup = directory.resolve("backup");
        try (DiskStore store = DiskStore.open(options(data))) {
            ingest(store, 0, 200);
            store.tickNow();
            assertThat(copy(data, backup).copied()).isOne();
            Copied again = copy(data, backup);
            assertThat(again.copied()).isZero();
            assertThat(again.kept()).isOne();
            for (int i = 1; i < 5; i++) {
                ingest(store, i * 200, 200);
                store.tickNow();
            }
        }
        copy(data, backup);
        assertThat(restored(backup, "restored").spans()).isEqualTo(1000);
        Path unchanged = directory.resolve("unchanged");
        copy(data, unchanged);
        assertThat(files(backup)).isEqualTo(files(unchanged));
    }

    private static List<String> files(Path backup) throws IOException {
        try (Stream<Path> files = Files.walk(backup.resolve("blocks/blocks"))) {
            return files.filter(Files::isRegularFile)
                    .map(file -> backup.relativize(file).toString())
                    .sorted()
                    .toList();
        }
    }

    @Test
    void isNotRestoredOverAnything() throws IOException {
        Path data = directory.resolve("data");
        DiskStore.open(options(data)).close();
        assertThatThrownBy(() -> of(data).toNew(data.resolve("blocks"), data.resolve("wal")))
                .isInstanceOf(IOException.class)
                .hasMessageEndingWith("is not empty (expected: a new directory)");
    }
}
