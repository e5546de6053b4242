package io.rubato.storage.internal.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.opentelemetry.proto.trace.v1.Span;
import io.rubato.storage.Compression;
import io.rubato.storage.DamagedException;
import io.rubato.storage.IngestException;
import io.rubato.storage.IngestException.Reason;
import io.rubato.storage.IngestLimits;
import io.rubato.storage.IngestResult;
import io.rubato.storage.Otlp;
import io.rubato.storage.Snapshot;
import io.rubato.storage.SpanSet;
import io.rubato.storage.StoreOptions;
import io.rubato.storage.TestClock;
import io.rubato.storage.internal.columns.StoredSource;
import io.rubato.storage.internal.head.Head;
import io.rubato.storage.internal.head.Rejections;
import io.rubato.storage.internal.store.DiskGuard.FreeSpace;
import io.rubato.storage.model.TraceId;
import io.rubato.storage.objects.LocalObjectStore;
import io.rubato.storage.scan.SpanSource;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What disks, clocks and senders do to a store.
class StoreFaultsTest {
    private static final long MEBI = 1 << 20;

    @TempDir
    Path directory;

    private final TestClock clock = new TestClock();

    private StoreOptions options() {
        return StoreOptions.at(directory)
                .withClock(clock)
                .withRetention(new StoreOptions.Retention(Duration.ZERO, 0, Duration.ofMinutes(5), 0))
                .withMerge(new StoreOptions.Merge(Duration.ofHours(1), 500_000, 500_000, 100))
                .withCut(new StoreOptions.Cut(
                        100_000, Long.MAX_VALUE, Duration.ofMinutes(1), Duration.ZERO, Duration.ofMillis(1)));
    }

    private static byte[] spans(int first, int count) {
        List<Span.Builder> spans = new ArrayList<>();
        for (int id = first; id < first + count; id++) {
            spans.add(Otlp.span(id / 4, id + 1, 0).addAttributes(Otlp.attribute("key", "value " + id)));
        }
        return Otlp.body(spans);
    }

    private static IngestResult ingest(DiskStore store, byte[] body) {
        return store.ingest(Compression.NONE, body, 0, body.length).join();
    }

    private static IngestException refusal(DiskStore store, byte[] body) {
        try {
            ingest(store, body);
        } catch (CompletionException refused) {
            return (IngestException) Objects.requireNonNull(refused.getCause());
        }
        throw new AssertionError("taken in");
    }

    /// Makes a block of these spans.
    private void block(DiskStore store, byte[] body) {
        ingest(store, body);
        clock.advance(Duration.ofMinutes(2));
        store.tickNow();
    }

    private static SpanSet found(DiskStore store) {
        SpanSet found = new SpanSet();
        try (Snapshot snapshot = store.snapshot()) {
            for (SpanSource source : snapshot.sources()) {
                if (source instanceof StoredSource stored) {
                    DiskStoreTest.drain(stored, found);
                }
            }
        }
        return found;
    }

    private List<Path> blockFiles() throws IOException {
        try (Stream<Path> files = Files.walk(directory.resolve("blocks"))) {
            return files.filter(file -> file.endsWith("data")).toList();
        }
    }

    private static TraceId trace(long low) {
        return TraceId.of(Otlp.traceId(low).toByteArray(), 0);
    }

    private static long event(DiskStore store, String name) {
        return store.status().events().getOrDefault(name, 0L);
    }

    @Test
    void aBlockWithoutItsFileOrWithABrokenEndIsLeftOut() throws IOException {
        try (DiskStore store = DiskStore.open(options())) {
            for (int i = 0; i < 4; i++) {
                block(store, spans(i * 100, 100));
            }
            assertThat(store.status().blocks()).isEqualTo(4);
        }
        List<Path> files = blockFiles();
        Files.delete(files.get(0));
        flip(files.get(1), Files.size(files.get(1)) - 30);
        try (RandomAccessFile file = new RandomAccessFile(files.get(2).toFile(), "rw")) {
            file.setLength(file.length() / 2);
        }
        try (DiskStore store = DiskStore.open(options())) {
            assertThat(found(store).spans()).isEqualTo(100);
            assertThat(event(store, "blocks_damaged")).isEqualTo(3);
            assertThat(event(store, "spans_in_damaged_blocks")).isEqualTo(300);
            block(store, spans(1000, 100));
            assertThat(found(store).spans()).isEqualTo(200);
        }
    }

    private static void flip(Path file, long at) throws IOException {
        try (RandomAccessFile bytes = new RandomAccessFile(file.toFile(), "rw")) {
            bytes.seek(at);
            int old = bytes.read();
            bytes.seek(at);
            bytes.write(old ^ 0x10);
        }
    }

    /// Whatever byte is broken: traces elsewhere are found, late spans of every trace are taken in and found,
    /// and blocks are still cut; only what lies in the broken chunk throws, and says where.
    @Test
    void aFlippedByteAnywhereHarmsNothingElse() throws IOException {
        try (DiskStore store = DiskStore.open(options())) {
            block(store, spans(0, 400));
            block(store, spans(1000, 400));
        }
        Path file = blockFiles().get(0);
        byte[] whole = Files.readAllBytes(file);
        int thrown = 0;
        for (int at = 0; at < whole.length; at += Math.max(1, whole.length / 40)) {
            byte[] broken = whole.clone();
            broken[at] ^= 0x10;
            Files.write(file, broken);
            clock.advance(Duration.ofSeconds(1));
            try (DiskStore store = DiskStore.open(options())) {
                int before = store.status().blocks();
                block(store, Otlp.body(Otlp.span(1, 5_000 + at, 0), Otlp.span(251, 5_000 + at, 0)));
                assertThat(store.status().blocks()).isEqualTo(before + 1);
                try {
                    assertThat(found(store).spans()).isPositive();
                } catch (DamagedException damaged) {
                    assertThat(damaged).hasMessageContaining("block ").hasMessageContaining(" at byte ");
                    assertThat(event(store, "damaged_reads")).isPositive();
                    thrown++;
                }
                try (Snapshot snapshot = store.snapshot()) {
                    assertThat(snapshot.trace(trace(1))).isNotNull();
                    assertThat(snapshot.trace(trace(251))).isNotNull();
                }
            }
        }
        assertThat(thrown).isPositive();
    }

    @Test
    void aNearlyFullDiskTurnsTheStoreReadOnlyAndBack() throws IOException {
        AtomicLong free = new AtomicLong(2 * MEBI);
        FreeSpace space = path -> free.get();
        StoreOptions options =
                options().withRetention(new StoreOptions.Retention(Duration.ZERO, 0, Duration.ZERO, MEBI));
        try (DiskStore store = DiskStore.open(options, LocalObjectStore.open(options.blockDirectory()), space)) {
            ingest(store, spans(0, 10));
            free.set(0);
            store.tickNow();
            IngestException refused = refusal(store, spans(10, 10));
            assertThat(refused.reason()).isEqualTo(Reason.READ_ONLY);
            assertThat(refused).hasMessageContaining("has 0 MiB free (expected: at least 1 MiB)");
            assertThat(refused.retryAfter()).isPositive();
            assertThat(store.status().readOnly()).isNotNull();
            assertThat(store.status().refused()).containsEntry("read_only", 1L);
            assertThat(found(store).spans()).isEqualTo(10);
            free.set(MEBI);
            store.tickNow();
            ingest(store, spans(10, 10));
            assertThat(found(store).spans()).isEqualTo(20);
        }
    }

    @Test
    void aHeadThatCannotBeWrittenStaysAndIsTriedAgain() throws IOException {
        FullObjectStore objects =
                new FullObjectStore(LocalObjectStore.open(options().blockDirectory()));
        StoreOptions options = options()
                .withCut(new StoreOptions.Cut(
                        100_000, Long.MAX_VALUE, Duration.ofMinutes(1), Duration.ofSeconds(10), Duration.ofMillis(1)));
        try (DiskStore store = DiskStore.open(options, objects, FreeSpace.OF_DISK)) {
            objects.fail("blocks/");
            for (int i = 0; i < 3; i++) {
                ingest(store, spans(i * 100, 100));
                clock.advance(Duration.ofMinutes(2));
                store.tickNow();
                objects.fail(i == 0 ? "manifest" : "blocks/");
                store.tickNow();
                assertThat(store.status().blocks()).isZero();
                assertThat(found(store).spans()).isEqualTo(i * 100 + 100);
                store.state().disk().check();
            }
            assertThat(event(store, "flush_failed")).isPositive();
            objects.fail(null);
            clock.advance(Duration.ofHours(1));
            store.tickNow();
            store.tickNow();
            assertThat(store.status().blocks()).isPositive();
            assertThat(found(store).spans()).isEqualTo(300);
        }
        try (DiskStore store = DiskStore.open(options)) {
            assertThat(found(store).spans()).isEqualTo(300);
        }
    }

    @Test
    void memoryThatIsUsedUpIsSaidSo() throws IOException {
        StoreOptions options = options().withMemory(new StoreOptions.Memory(1, 1 << 20));
        try (DiskStore store = DiskStore.open(options)) {
            ingest(store, spans(0, 10));
            IngestException refused = refusal(store, spans(10, 10));
            assertThat(refused.reason()).isEqualTo(Reason.OVERLOADED);
            assertThat(refused.retryAfter()).isPositive();
            assertThat(store.status().refused()).as("spans, not requests").containsEntry("overloaded", 10L);
        }
    }

    /// Bodies that are refused whole take memory and log too; neither may grow without end.
    @Test
    void refusedBodiesDoNotPileUp() throws IOException {
        byte[] broken = Arrays.copyOf(spans(0, 2_000), spans(0, 2_000).length + 1);
        broken[broken.length - 1] = 0x0a;
        StoreOptions options = options()
                .withCut(new StoreOptions.Cut(
                        100_000, 1 << 20, Duration.ofHours(1), Duration.ZERO, Duration.ofMillis(1)))
                .withWal(new StoreOptions.Wal(false, 1 << 20));
        try (DiskStore store = DiskStore.open(options)) {
            for (int i = 0; i < 60; i++) {
                assertThat(refusal(store, broken).reason()).isEqualTo(Reason.MALFORMED);
                if (i % 5 == 0) {
                    store.tickNow();
                }
            }
            store.tickNow();
            store.tickNow();
            assertThat(store.status().walBytes()).isLessThan(12 << 20);
            assertThat(store.status().headBytes()).isLessThan(12 << 20);
            assertThat(found(store).spans()).isZero();
        }
    }

    @Test
    void headMemoryIsMeasured() {
        for (int kind = 0; kind < 3; kind++) {
            long before = usedHeap();
            Head head = new Head(IngestLimits.DEFAULT);
            for (int i = 0; i < 10; i++) {
                List<Span.Builder> spans = new ArrayList<>();
                for (int id = 0; id < (kind == 0 ? 500 : 5_000); id++) {
                    Span.Builder span = Otlp.span(i * 1000L + id, id + 1, 0);
                    spans.add(
                            switch (kind) {
                                case 0 -> span.addAttributes(Otlp.attribute("text", i + "-" + id + "x".repeat(6_000)));
                                case 1 -> span.addAttributes(Otlp.attribute("key " + id % 3_000, "v" + id));
                                default -> span;
                            });
                }
                byte[] body = Otlp.body(spans);
                head.append(body, 0, body.length, new Rejections());
            }
            long held = usedHeap() - before;
            long said = head.bytes();
            System.out.printf("head of kind %d: %d kB of heap, says %d kB%n", kind, held >> 10, said >> 10);
            assertThat(said).isBetween(held / 2, held * 2 + MEBI);
        }
    }

    private static long usedHeap() {
        for (int i = 0; i < 3; i++) {
            System.gc();
        }
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }

    @Test
    void retentionByAgeAndSizeDeletesFiles() throws IOException {
        StoreOptions bySize = options().withRetention(new StoreOptions.Retention(Duration.ZERO, 1, Duration.ZERO, 0));
        try (DiskStore store = DiskStore.open(bySize)) {
            block(store, spans(0, 100));
            store.tickNow();
            assertThat(blockFiles()).isEmpty();
            assertThat(event(store, "spans_over_size")).isEqualTo(100);
        }
        StoreOptions byAge =
                options().withRetention(new StoreOptions.Retention(Duration.ofDays(1), 0, Duration.ZERO, 0));
        long now = clock.millis() * 1_000_000;
        try (DiskStore store = DiskStore.open(byAge)) {
            block(store, Otlp.body(Otlp.span(1, 1, 0).setStartTimeUnixNano(now).setEndTimeUnixNano(now)));
            assertThat(blockFiles()).hasSize(1);
            Snapshot held = store.snapshot();
            clock.advance(Duration.ofDays(2));
            store.tickNow();
            store.tickNow();
            assertThat(blockFiles()).isEmpty();
            assertThat(found(store).spans()).isZero();
            assertThat(held.trace(trace(1))).isNotNull();
            held.close();
            assertThat(event(store, "spans_expired")).isEqualTo(1);
        }
    }

    @Test
    void mergedInputsGoAfterTheirTime() throws IOException {
        StoreOptions options = options().withMerge(new StoreOptions.Merge(Duration.ofDays(1), 10_000, 10_000, 2));
        try (DiskStore store = DiskStore.open(options)) {
            block(store, spans(0, 100));
            Snapshot held = store.snapshot();
            block(store, spans(100, 100));
            store.tickNow();
            assertThat(store.status().blocks()).isEqualTo(1);
            assertThat(blockFiles()).hasSize(3);
            clock.advance(Duration.ofMinutes(6));
            store.tickNow();
            assertThat(blockFiles()).hasSize(1);
            assertThat(found(store).spans()).isEqualTo(200);
            SpanSet old = new SpanSet();
            held.sources().forEach(source -> DiskStoreTest.drain((StoredSource) source, old));
            assertThat(old.spans()).isEqualTo(100);
            held.close();
        }
    }

    @Test
    void whatACrashLeftBesideTheManifestGoes() throws IOException {
        try (DiskStore store = DiskStore.open(options())) {
            block(store, spans(0, 100));
        }
        Path orphan = directory.resolve("blocks/blocks/single-tenant/" + UUID.randomUUID() + "/data");
        Path young = directory.resolve("blocks/blocks/single-tenant/" + UUID.randomUUID() + "/data");
        for (Path file : List.of(orphan, young)) {
            Files.createDirectories(file.getParent());
            Files.write(file, new byte[100]);
        }
        Files.setLastModifiedTime(orphan, FileTime.fromMillis(clock.millis() - 2 * 3_600_000));
        Files.setLastModifiedTime(young, FileTime.fromMillis(clock.millis()));
        try (DiskStore store = DiskStore.open(options())) {
            store.tickNow();
            assertThat(orphan).doesNotExist();
            assertThat(young).exists();
            assertThat(blockFiles()).hasSize(2);
            assertThat(event(store, "orphans_deleted")).isEqualTo(1);
        }
    }

    @Test
    void aDamagedLogRecordCostsItselfOnly() throws IOException {
        try (DiskStore store = DiskStore.open(options())) {
            for (int i = 0; i < 10; i++) {
                ingest(store, spans(i * 100, 100));
            }
        }
        try (Stream<Path> files = Files.list(directory.resolve("wal"))) {
            Path segment = files.filter(file -> file.toString().endsWith("0000.wal"))
                    .findFirst()
                    .orElseThrow();
            flip(segment, 3L * spans(0, 100).length);
        }
        try (DiskStore store = DiskStore.open(options())) {
            assertThat(found(store).spans()).isEqualTo(900);
            assertThat(event(store, "log_damaged")).isEqualTo(1);
        }
    }

    /// The log may hold more than memory does: a machine with less, or a store that stood for long.
    @Test
    void aLogLargerThanMemoryIsReplayed() throws IOException {
        SpanSet sent = new SpanSet();
        try (DiskStore store = DiskStore.open(options().withWal(new StoreOptions.Wal(false, 1 << 20)))) {
            for (int i = 0; i < 40; i++) {
                byte[] body = spans(i * 2_000, 2_010);
                sent.add(body);
                ingest(store, body);
            }
        }
        StoreOptions small = options()
                .withMemory(new StoreOptions.Memory(4 << 20, 1 << 20))
                .withWal(new StoreOptions.Wal(false, 1 << 20));
        for (int start = 0; start < 2; start++) {
            try (DiskStore store = DiskStore.open(small)) {
                assertThat(store.status().blocks()).isGreaterThan(1);
                assertThat(found(store).distinct().spans())
                        .isEqualTo(sent.distinct().spans());
                assertThat(found(store).spans()).isEqualTo(sent.distinct().spans());
                assertThat(store.status().walBytes()).isLessThan(9 << 20);
            }
        }
    }

    @Test
    void aDamagedManifestFallsBackToItsCopy() throws IOException {
        try (DiskStore store = DiskStore.open(options())) {
            block(store, spans(0, 100));
            block(store, spans(100, 100));
        }
        flip(directory.resolve("blocks/manifest"), 50);
        try (DiskStore store = DiskStore.open(options())) {
            assertThat(found(store).spans()).isEqualTo(200);
            assertThat(event(store, "manifest_warnings")).isPositive();
        }
    }

    @Test
    void bodiesThatAreNotWhatTheyClaim() throws IOException {
        byte[] body = spans(0, 10);
        try (DiskStore store = DiskStore.open(options().withLimits(new IngestLimits(10_000, 100, 100, 100, 100)))) {
            for (Compression compression : Compression.values()) {
                byte[] broken = Arrays.copyOf(body, body.length - 1);
                assertThatThrownBy(() -> store.ingest(compression, broken, 0, broken.length)
                                .join())
                        .cause()
                        .isInstanceOfSatisfying(
                                IngestException.class,
                                refused -> assertThat(refused.reason()).isEqualTo(Reason.MALFORMED));
            }
            assertThat(refusal(store, new byte[10_001]).reason()).isEqualTo(Reason.TOO_LARGE);
            ingest(store, new byte[0]);
            assertThat(found(store).spans()).isZero();
        }
    }
}
