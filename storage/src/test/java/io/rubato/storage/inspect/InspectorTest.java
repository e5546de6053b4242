package io.rubato.storage.inspect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import io.rubato.generator.GeneratorOptions;
import io.rubato.generator.TraceGenerator;
import io.rubato.storage.Compression;
import io.rubato.storage.Deadline;
import io.rubato.storage.IngestLimits;
import io.rubato.storage.SpanSet;
import io.rubato.storage.SpanStore;
import io.rubato.storage.StoreOptions;
import io.rubato.storage.inspect.BlockReport.Part;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InspectorTest {
    @TempDir
    private Path directory;

    private final SpanSet sent = new SpanSet();

    @BeforeEach
    void store() throws IOException {
        fill(directory, 4_000, IngestLimits.DEFAULT);
    }

    private void fill(Path target, int cut, IngestLimits limits) throws IOException {
        StoreOptions options = StoreOptions.at(target)
                .withLimits(limits)
                .withRetention(new StoreOptions.Retention(Duration.ZERO, 0, Duration.ofHours(1), 0))
                .withCut(new StoreOptions.Cut(
                        cut, Long.MAX_VALUE, Duration.ofHours(1), Duration.ofMillis(1), Duration.ofMillis(50)));
        try (SpanStore store = SpanStore.open(options)) {
            TraceGenerator generator = new TraceGenerator(7, GeneratorOptions.of(20_000));
            while (generator.hasNext()) {
                byte[] body = generator.next().body();
                sent.add(body);
                store.ingest(Compression.NONE, body, 0, body.length).join();
            }
            long end = System.nanoTime() + Deadline.LONGEST.toNanos();
            while (store.status().blocks() == 0 && System.nanoTime() < end) {
                LockSupport.parkNanos(1_000_000);
            }
        }
    }

    @Test
    void attributesWithoutAColumnPass() throws IOException {
        IngestLimits limits = IngestLimits.DEFAULT;
        Path narrow = directory.resolve("narrow");
        fill(
                narrow,
                15_000,
                new IngestLimits(
                        limits.maxBodyBytes(), limits.maxAttributes(), limits.maxEvents(), limits.maxValueBytes(), 3));
        try (StoreInspector store = StoreInspector.open(narrow.resolve("blocks"));
                BlockFileInspector block =
                        BlockFileInspector.open(store.blocks().getFirst().file(), "narrow")) {
            assertThat(block.report().parts()).anySatisfy(part -> {
                assertThat(part.name()).isEqualTo("other attributes");
                assertThat(part.encodings()).containsKey("dictionary a morsel");
            });
            assertThat(damage(store.blocks().getFirst().file())).isEmpty();
        }
    }

    private StoreInspector open() throws IOException {
        return StoreInspector.open(directory.resolve("blocks"));
    }

    private List<StoreInspector.Block> blocks() throws IOException {
        try (StoreInspector store = open()) {
            assertThat(store.blocks()).isNotEmpty();
            return store.blocks();
        }
    }

    private static List<String> damage(Path file) throws IOException {
        List<String> damage = new ArrayList<>();
        try (BlockFileInspector inspector = BlockFileInspector.open(file, "it")) {
            inspector.verify(damage::add);
        }
        return damage;
    }

    private static List<String> damage(StoreInspector store) throws IOException {
        List<String> damage = new ArrayList<>();
        store.verify(damage::add);
        return damage;
    }

    @Test
    void aReportAccountsForEveryByte() throws IOException {
        for (StoreInspector.Block block : blocks()) {
            try (BlockFileInspector inspector = BlockFileInspector.open(block.file(), block.id())) {
                BlockReport report = inspector.report();
                assertThat(report.spans()).isEqualTo(block.spans());
                assertThat(report.traces()).isEqualTo(block.traces());
                assertThat(report.bytes()).isEqualTo(block.bytes());
                assertThat(report.parts().stream().mapToLong(Part::bytes).sum() + report.footerBytes())
                        .isEqualTo(report.bytes());
                assertThat(report.parts())
                        .anySatisfy(part -> {
                            assertThat(part.name()).isEqualTo("span id");
                            assertThat(part.values()).isEqualTo(report.spans());
                            assertThat(part.encodings()).containsKey("byte planes");
                        })
                        .anySatisfy(part -> assertThat(part.attribute()).isTrue());
            }
        }
    }

    @Test
    void spansComeOutAsTheyCameIn() throws IOException {
        for (StoreInspector.Block block : blocks()) {
            SpanSet found = new SpanSet();
            try (BlockFileInspector inspector = BlockFileInspector.open(block.file(), block.id())) {
                inspector.forEachTrace(found::add);
            }
            assertThat(found.traces()).hasSize((int) block.traces());
            long spans = 0;
            for (ByteString id : found.traces().keySet()) {
                spans += found.sorted(id).size();
                assertThat(sent.sorted(id)).containsAll(found.sorted(id));
            }
            assertThat(spans).isEqualTo(block.spans());
        }
    }

    @Test
    void wholeBlocksPass() throws IOException {
        for (StoreInspector.Block block : blocks()) {
            assertThat(damage(block.file())).isEmpty();
        }
        try (StoreInspector store = open()) {
            assertThat(damage(store)).isEmpty();
            assertThat(store.orphans()).isEmpty();
        }
    }

    @Test
    void everyFlippedBitIsFound() throws IOException {
        Path file = blocks().getFirst().file();
        byte[] bytes = Files.readAllBytes(file);
        long seed = Long.getLong("rubato.seed", 1);
        Random random = new Random(seed);
        Path flipped = directory.resolve("flipped");
        for (int i = 0; i < 100; i++) {
            int at = i < 20 ? bytes.length - 1 - i : i < 28 ? i - 20 : random.nextInt(bytes.length);
            byte[] copy = bytes.clone();
            copy[at] ^= (byte) (1 << random.nextInt(8));
            Files.write(flipped, copy);
            assertThat(damage(flipped)).as("byte %d, seed %d", at, seed).isNotEmpty();
        }
    }

    @Test
    void aTruncatedFileIsFound() throws IOException {
        byte[] bytes = Files.readAllBytes(blocks().getFirst().file());
        Path cut = directory.resolve("cut");
        for (int length : new int[] {0, 7, 19, 20, bytes.length / 2, bytes.length - 1}) {
            Files.write(cut, java.util.Arrays.copyOf(bytes, length));
            assertThat(damage(cut)).as("%d bytes", length).isNotEmpty();
        }
    }

    @Test
    void aMissingFileIsDamageAndAnOrphanIsNot() throws IOException {
        Path file = blocks().getFirst().file();
        Path elsewhere = file.resolveSibling("other");
        Files.move(file, elsewhere);
        try (StoreInspector store = open()) {
            assertThat(damage(store)).singleElement().asString().contains("no file", file.toString());
            assertThat(store.orphans()).containsExactly(elsewhere);
        }
    }

    @Test
    void aDirectoryWithoutAStoreIsSaidSo() {
        assertThatThrownBy(() -> StoreInspector.open(directory.resolve("nothing")))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("nothing")
                .hasMessageNotContaining("\n");
    }
}
