package io.rubato.storage.internal.store;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.rubato.storage.Compression;
import io.rubato.storage.EarlierStores;
import io.rubato.storage.Otlp;
import io.rubato.storage.Snapshot;
import io.rubato.storage.SpanSet;
import io.rubato.storage.StoreOptions;
import io.rubato.storage.TestClock;
import io.rubato.storage.inspect.Verification;
import io.rubato.storage.internal.manifest.BlockEntry;
import io.rubato.storage.internal.manifest.VectorRef;
import io.rubato.storage.model.TraceId;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Data directories that earlier versions left behind: each span is there once, before and after the present version
/// has moved, merged and flushed what it found.
class EarlierStoresTest {
    /// After all of the stores were written.
    private static final Instant START = Instant.parse("2026-01-02T00:00:00Z");

    @TempDir
    Path directory;

    private final TestClock clock = new TestClock();

    private StoreOptions options() {
        return StoreOptions.at(directory)
                .withClock(clock)
                .withRetention(new StoreOptions.Retention(Duration.ZERO, 0, Duration.ofMinutes(5), 0))
                .withMerge(new StoreOptions.Merge(Duration.ofHours(1), 500_000, 500_000, 4))
                .withCut(new StoreOptions.Cut(
                        100_000, Long.MAX_VALUE, Duration.ofMinutes(1), Duration.ofSeconds(1), Duration.ofMillis(1)));
    }

    private Path blocks() {
        return directory.resolve("blocks");
    }

    private SpanSet copy(String version) throws IOException {
        clock.advance(Duration.between(clock.instant(), START));
        return EarlierStores.copy(version, directory);
    }

    private static void assertHolds(DiskStore store, SpanSet expected) {
        assertThat(store.status().events())
                .doesNotContainKeys(
                        "blocks_damaged", "vectors_damaged", "damaged_reads", "log_damaged", "log_requests_failed");
        SpanSet found = new SpanSet();
        try (Snapshot snapshot = store.snapshot()) {
            DiskStoreTest.drainWhole(snapshot, found);
            assertThat(found.spans()).isEqualTo(expected.spans());
            for (ByteString id : expected.traces().keySet()) {
                assertThat(found.sorted(id)).isEqualTo(expected.sorted(id));
                byte[] trace = Objects.requireNonNull(snapshot.trace(TraceId.of(id.toByteArray(), 0)));
                assertThat(new SpanSet().add(trace).sorted(id)).isEqualTo(expected.sorted(id));
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"v1, 48", "v2, 38"})
    void everySpanIsThereWhateverTheStoreDoesNext(String version, long inNoBlock) throws Exception {
        SpanSet expected = copy(version);
        assertThat(Verification.of(blocks())).isEmpty();
        try (DiskStore store = DiskStore.open(options())) {
            assertThat(store.status().pieces().tracesWaiting()).isPositive();
            assertThat(store.status().headSpans()).isEqualTo(inNoBlock);
            assertHolds(store, expected);
            flush(store);
            assertThat(store.status().headSpans()).isZero();
            assertHolds(store, expected);
            settle(store);
            assertThat(Verification.of(blocks())).isEmpty();
            assertThat(store.status().pieces().tracesWaiting()).isZero();
            assertThat(store.status().pieces().spansMoved()).isPositive();
            assertThat(store.status().pieces().spansMerged()).isPositive();
            assertThat(store.status().spans()).isEqualTo(expected.spans());
            assertThat(store.status().traces()).isEqualTo(expected.traces().size());
            assertHolds(store, expected);
        }
        try (DiskStore store = DiskStore.open(options())) {
            assertThat(store.status().pieces().tracesWaiting()).isZero();
            assertHolds(store, expected);
        }
        for (String copy : List.of("manifest", "manifest.previous")) {
            assertThat(blocks().resolve(copy)).content().startsWith("{\"version\":2,");
        }
        // What an earlier version left is not needed any more.
        Files.delete(blocks().resolve("manifest.previous"));
        try (DiskStore store = DiskStore.open(options())) {
            assertHolds(store, expected);
        }
    }

    private void flush(DiskStore store) {
        clock.advance(Duration.ofMinutes(2));
        store.tickNow();
        store.tickNow();
    }

    /// Long enough for traces to be moved, blocks to be merged and their inputs to go.
    private void settle(DiskStore store) {
        for (int i = 0; i < 6; i++) {
            clock.advance(Duration.ofHours(2));
            store.tickNow();
        }
    }

    @Test
    void theStoreOfVersionOneHasNoVectors() throws Exception {
        copy("v1");
        assertThat(blocks().resolve("manifest")).content().startsWith("{\"version\":1,");
        try (DiskStore store = DiskStore.open(options())) {
            assertThat(live(store)).allMatch(block -> block.formatVersion() == 1 && block.vector() == null);
            assertThat(live(store)).anyMatch(block -> !block.mergedFrom().isEmpty());
        }
    }

    @Test
    void theStoreOfVersionTwoHasMovedTraces() throws Exception {
        copy("v2");
        assertThat(blocks().resolve("manifest")).content().startsWith("{\"version\":2,");
        try (DiskStore store = DiskStore.open(options())) {
            List<VectorRef> vectors = live(store).stream()
                    .map(BlockEntry::vector)
                    .filter(Objects::nonNull)
                    .toList();
            assertThat(vectors)
                    .anyMatch(vector -> vector.inline() != null)
                    .anyMatch(vector -> vector.location() != null && vector.version() > 1);
            assertThat(live(store))
                    .allMatch(block -> block.formatVersion() == 2)
                    .anyMatch(block -> !block.movedFrom().isEmpty())
                    .anyMatch(block ->
                            block.walTo() > store.state().manifest().current().walPosition());
        }
    }

    /// Whoever raises a version of a format keeps a store of it here, and every later version opens it. See
    /// `stores/README.md`.
    @Test
    void theFormatsThatAreWrittenNowAreAmongTheStores() throws Exception {
        Path own = directory.resolve("own");
        StoreOptions options = StoreOptions.at(own)
                .withClock(clock)
                .withCut(options().cut())
                .withRetention(options().retention());
        try (DiskStore store = DiskStore.open(options)) {
            for (int i = 1; i <= 2; i++) {
                byte[] body = Otlp.body(Otlp.span(i, i, 0));
                store.ingest(Compression.NONE, body, 0, body.length).join();
                if (i == 1) {
                    flush(store);
                }
            }
        }
        Set<String> kept = new TreeSet<>();
        for (String version : List.of("v1", "v2")) {
            Path copy = directory.resolve(version);
            EarlierStores.copy(version, copy);
            kept.addAll(formats(copy));
        }
        assertThat(formats(own)).hasSize(3).isSubsetOf(kept);
    }

    /// The versions of the log, the manifest and the blocks of a data directory.
    private static Set<String> formats(Path data) throws IOException {
        Set<String> formats = new TreeSet<>();
        try (DirectoryStream<Path> segments = Files.newDirectoryStream(data.resolve("wal"), "*.wal")) {
            for (Path segment : segments) {
                ByteBuffer header = ByteBuffer.wrap(Files.readAllBytes(segment)).order(ByteOrder.LITTLE_ENDIAN);
                formats.add("log " + header.getInt(8));
            }
        }
        Matcher versions = Pattern.compile("\"(version|formatVersion)\":(\\d+)")
                .matcher(Files.readString(data.resolve("blocks/manifest")).replaceAll("\"vector\":\\{[^}]*}", ""));
        while (versions.find()) {
            formats.add((versions.group(1).equals("version") ? "manifest " : "block ") + versions.group(2));
        }
        return formats;
    }

    private static List<BlockEntry> live(DiskStore store) {
        return store.state().manifest().current().live();
    }
}
