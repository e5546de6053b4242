package io.rubato.storage.internal.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.opentelemetry.proto.trace.v1.Span;
import io.rubato.storage.Compression;
import io.rubato.storage.DamagedException;
import io.rubato.storage.MemoryUse;
import io.rubato.storage.Otlp;
import io.rubato.storage.Snapshot;
import io.rubato.storage.SpanSet;
import io.rubato.storage.StoreOptions;
import io.rubato.storage.TestClock;
import io.rubato.storage.internal.manifest.BlockEntry;
import io.rubato.storage.model.TraceId;
import io.rubato.storage.scan.SpanField;
import io.rubato.storage.scan.SpanSource;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Blocks that cannot be read, and a log that lacks something: answers say so.
class UnreadableBlocksTest {
    @TempDir
    Path directory;

    private final TestClock clock = new TestClock();

    private StoreOptions options() {
        return StoreOptions.at(directory)
                .withClock(clock)
                .withRetention(new StoreOptions.Retention(Duration.ofDays(10_000), 0, Duration.ZERO, 0))
                .withMerge(new StoreOptions.Merge(Duration.ofHours(1), 500_000, 500_000, 100))
                .withCut(new StoreOptions.Cut(
                        100_000, Long.MAX_VALUE, Duration.ofMinutes(1), Duration.ZERO, Duration.ofNanos(1)));
    }

    private void ingest(DiskStore store, int first, int count) {
        List<Span.Builder> spans = new ArrayList<>();
        for (int id = first; id < first + count; id++) {
            spans.add(Otlp.span(id, id + 1, 0));
        }
        byte[] body = Otlp.body(spans);
        store.ingest(Compression.NONE, body, 0, body.length).join();
    }

    private void block(DiskStore store, int first, int count) {
        ingest(store, first, count);
        clock.advance(Duration.ofMinutes(2));
        store.tickNow();
    }

    private static TraceId trace(long low) {
        return TraceId.of(Otlp.traceId(low).toByteArray(), 0);
    }

    private Path file(BlockEntry entry) {
        return directory.resolve("blocks").resolve(entry.dataKey());
    }

    private static void cut(Path file, long length) throws IOException {
        try (RandomAccessFile bytes = new RandomAccessFile(file.toFile(), "rw")) {
            bytes.setLength(length);
        }
    }

    private static List<DamagedException> reports(Snapshot snapshot, long trace) {
        List<DamagedException> reports = new ArrayList<>();
        byte[] _ = snapshot.trace(trace(trace), MemoryUse.UNCOUNTED, reports::add);
        return reports;
    }

    private static long event(DiskStore store, String name) {
        return store.status().events().getOrDefault(name, 0L);
    }

    /// Three blocks of which two cannot be read at the next start.
    private List<BlockEntry> breakTwoOfThree() throws IOException {
        List<BlockEntry> entries;
        try (DiskStore store = DiskStore.open(options())) {
            for (int i = 0; i < 3; i++) {
                block(store, i * 1000, 100);
            }
            entries = store.state().manifest().current().live();
        }
        Files.delete(file(entries.get(0)));
        cut(file(entries.get(1)), Files.size(file(entries.get(1))) / 2);
        return entries;
    }

    @Test
    void aSourceStandsForEachThatCouldNotBeOpened() throws IOException {
        List<BlockEntry> entries = breakTwoOfThree();
        try (DiskStore store = DiskStore.open(options());
                Snapshot snapshot = store.snapshot()) {
            assertThat(snapshot.sources()).hasSize(3);
            for (BlockEntry broken : entries.subList(0, 2)) {
                SpanSource source = snapshot.sources().stream()
                        .filter(one -> one.name().equals(broken.id().toString()))
                        .findFirst()
                        .orElseThrow();
                assertThat(source.batches()).isOne();
                assertThat(source.stats(0).minStart()).isEqualTo(broken.minStartNanos());
                assertThat(source.stats(0).maxEnd()).isEqualTo(broken.maxEndNanos());
                assertThatThrownBy(source::decoded)
                        .isInstanceOf(DamagedException.class)
                        .hasMessageContaining(broken.id().toString())
                        .hasMessageContaining("100 spans");
            }
            // Any of them may have spans of any trace.
            assertThat(reports(snapshot, 2005)).hasSize(2);
            assertThat(snapshot.trace(trace(2005))).isNotNull();
            assertThat(reports(snapshot, 5)).hasSize(2);
            assertThat(store.status().health().warnings())
                    .filteredOn(warning -> warning.contains("cannot be read"))
                    .hasSize(2);
        }
    }

    @Test
    void retentionTakesThemAsAnyOther() throws IOException {
        List<BlockEntry> entries = breakTwoOfThree();
        clock.advance(Duration.ofDays(20_000));
        try (DiskStore store = DiskStore.open(options())) {
            store.tickNow();
            store.tickNow();
            try (Snapshot snapshot = store.snapshot()) {
                assertThat(snapshot.sources()).isEmpty();
                assertThat(reports(snapshot, 5)).isEmpty();
            }
            assertThat(store.state().manifest().current().live()).isEmpty();
            assertThat(store.state().manifest().current().retired()).isEmpty();
            assertThat(file(entries.get(1))).doesNotExist();
        }
    }

    @Test
    void aBlockThatIsCutWhileTheStoreIsOpenIsToldOf() throws IOException {
        try (DiskStore store = DiskStore.open(options())) {
            block(store, 0, 100);
            BlockEntry entry = store.state().manifest().current().live().getFirst();
            cut(file(entry), 100);
            try (Snapshot snapshot = store.snapshot()) {
                SpanSource source = snapshot.sources().getFirst();
                assertThatThrownBy(() -> source.open(0).longs(SpanField.START))
                        .isInstanceOfSatisfying(
                                DamagedException.class,
                                damage -> assertThat(damage.isPassing()).isTrue());
                assertThat(reports(snapshot, 5)).isNotEmpty();
            }
            assertThat(event(store, "damaged_reads")).isPositive();
        }
    }

    @Test
    void aNewerFormatIsRefusedAndNotTakenForDamage() throws IOException {
        List<BlockEntry> entries;
        try (DiskStore store = DiskStore.open(options())) {
            block(store, 0, 100);
            block(store, 1000, 100);
            entries = store.state().manifest().current().live();
        }
        Path file = file(entries.get(1));
        byte[] whole = Files.readAllBytes(file);
        byte[] newer = whole.clone();
        ByteBuffer bytes = ByteBuffer.wrap(newer).order(ByteOrder.LITTLE_ENDIAN);
        int length = bytes.getInt(newer.length - 12);
        int footer = newer.length - 12 - length;
        newer[footer + 4] = 3;
        CRC32C crc = new CRC32C();
        crc.update(newer, footer + 4, length - 4);
        bytes.putInt(footer, (int) crc.getValue());
        Files.write(file, newer);
        for (int start = 0; start < 2; start++) {
            assertThatThrownBy(() -> DiskStore.open(options()))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining(entries.get(1).id().toString())
                    .hasMessageContaining("format version 3 is too new: this program reads versions 1 to 2");
        }
        Files.write(file, whole);
        try (DiskStore store = DiskStore.open(options())) {
            assertThat(store.status().spans()).isEqualTo(200);
        }
    }

    private void deleteLog() throws IOException {
        try (Stream<Path> files = Files.list(directory.resolve("wal"))) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
    }

    @Test
    void aMissingLogIsToldOf() throws IOException {
        StoreOptions options = options()
                .withCut(new StoreOptions.Cut(
                        100, Long.MAX_VALUE, Duration.ofHours(1), Duration.ofSeconds(1), Duration.ofMillis(1)));
        try (DiskStore store = DiskStore.open(options)) {
            ingest(store, 0, 100);
            ingest(store, 1000, 50);
            clock.advance(Duration.ofSeconds(20));
            store.tickNow();
            assertThat(store.status().blocks()).isOne();
            assertThat(store.status().headSpans()).isEqualTo(50);
            assertThat(event(store, "log_ends_early")).isZero();
        }
        deleteLog();
        try (DiskStore store = DiskStore.open(options)) {
            assertThat(event(store, "log_ends_early")).isOne();
            assertThat(store.status().health().warnings()).anyMatch(warning -> warning.startsWith("the log ends "));
            // Acknowledged from now on: as safe as ever, although older blocks hold a later position of the log.
            byte[] late = Otlp.body(Otlp.span(5, 7_777, 6));
            store.ingest(Compression.NONE, late, 0, late.length).join();
        }
        try (DiskStore store = DiskStore.open(options);
                Snapshot snapshot = store.snapshot()) {
            assertThat(event(store, "log_ends_early")).isZero();
            assertThat(new SpanSet()
                            .add(Objects.requireNonNull(snapshot.trace(trace(5))))
                            .spans())
                    .isEqualTo(2);
        }
    }
}
