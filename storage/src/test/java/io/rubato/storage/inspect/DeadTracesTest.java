package io.rubato.storage.inspect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import io.rubato.storage.EarlierStores;
import io.rubato.storage.SpanSet;
import io.rubato.storage.internal.manifest.BlockEntry;
import io.rubato.storage.internal.manifest.Manifest;
import io.rubato.storage.internal.manifest.ManifestStore;
import io.rubato.storage.internal.manifest.RetireReason;
import io.rubato.storage.internal.manifest.VectorRef;
import io.rubato.storage.internal.manifest.Vectors;
import io.rubato.storage.internal.manifest.Vectors.Dead;
import io.rubato.storage.objects.LocalObjectStore;
import io.rubato.storage.scan.Bits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A store some of whose traces were moved, as its files show it.
class DeadTracesTest {
    @TempDir
    Path data;

    private Path directory = Path.of("");
    private SpanSet sent = new SpanSet();

    @BeforeEach
    void store() throws IOException {
        sent = EarlierStores.copy("v2", data);
        directory = data.resolve("blocks");
    }

    private Manifest manifest() throws IOException {
        try (LocalObjectStore objects = LocalObjectStore.openReadOnly(directory)) {
            return ManifestStore.read(objects);
        }
    }

    private void commit(UnaryOperator<Manifest> change) throws IOException {
        try (LocalObjectStore objects = LocalObjectStore.open(directory)) {
            ManifestStore store = ManifestStore.open(objects);
            store.commit(change);
            store.settle();
        }
    }

    /// A block whose vector is an object.
    private BlockEntry withObject() throws IOException {
        return manifest().live().stream()
                .filter(block -> block.keys().size() > 1)
                .findFirst()
                .orElseThrow();
    }

    private static VectorRef vector(BlockEntry block) {
        return Objects.requireNonNull(block.vector());
    }

    private Path object(BlockEntry block) {
        return directory.resolve(block.keys().getLast());
    }

    private StoreInspector.Block named(BlockEntry block) throws IOException {
        try (StoreInspector store = StoreInspector.open(directory)) {
            return store.find(block.id().toString()).getFirst();
        }
    }

    private void assertOnly(String... words) throws IOException {
        assertThat(Verification.of(directory)).singleElement().asString().contains(words);
    }

    @Test
    void aHealthyStorePasses() throws IOException {
        assertThat(Verification.of(directory)).isEmpty();
        BlockEntry block = withObject();
        assertThat(named(block).dead().traces()).isEqualTo(vector(block).traces());
        assertThat(named(block).dead().spans()).isEqualTo(vector(block).spans());
    }

    @Test
    void vectorsThatOthersReplacedAreOrphans() throws IOException {
        try (StoreInspector store = StoreInspector.open(directory)) {
            assertThat(store.orphans()).singleElement().asString().contains("vectors");
            assertThat(store.orphans()).doesNotContain(object(withObject()));
        }
    }

    @Test
    void deadTracesAreLeftOut() throws IOException {
        long live = 0;
        SpanSet found = new SpanSet();
        try (StoreInspector store = StoreInspector.open(directory)) {
            for (StoreInspector.Block block : store.blocks()) {
                SpanSet all = new SpanSet();
                SpanSet counting = new SpanSet();
                try (BlockFileInspector counted = BlockFileInspector.open(block);
                        BlockFileInspector file = BlockFileInspector.open(block.file(), block.id())) {
                    counted.forEachTrace(counting::add);
                    counted.forEachTrace(found::add);
                    file.forEachTrace(all::add);
                }
                assertThat(all.spans()).isEqualTo((int) block.spans());
                assertThat(counting.spans())
                        .isEqualTo((int) (block.spans() - block.dead().spans()));
                assertThat(counting.traces())
                        .hasSize((int) (block.traces() - block.dead().traces()));
                live += counting.spans();
            }
        }
        assertThat(found.spans()).isEqualTo((int) live);
        assertThat(found.distinct().spans()).isEqualTo(found.spans());
        for (ByteString id : found.traces().keySet()) {
            assertThat(sent.sorted(id)).containsAll(found.sorted(id));
        }
    }

    @Test
    void aDamagedVectorIsFound() throws IOException {
        BlockEntry block = withObject();
        byte[] bytes = Files.readAllBytes(object(block));
        for (int at = 0; at < bytes.length; at += 29) {
            byte[] damaged = bytes.clone();
            damaged[at] ^= (byte) (1 << at % 8);
            Files.write(object(block), damaged);
            assertOnly(block.id().toString(), "checksum");
        }
        StoreInspector.Block unclear = named(block);
        assertThat(unclear.dead().traces()).isEqualTo(vector(block).traces());
        try (BlockFileInspector file = BlockFileInspector.open(unclear)) {
            assertThat(file.report().spans()).isEqualTo(block.spans());
            assertThatThrownBy(() -> file.forEachTrace(trace -> {}))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("deletion vector of block " + block.id());
        }
    }

    @Test
    void aMissingVectorIsFound() throws IOException {
        BlockEntry block = withObject();
        Files.delete(object(block));
        assertOnly(block.id().toString(), "cannot be read", block.keys().getLast());
    }

    /// The vector with one more trace, which was not moved anywhere.
    private void addDead(BlockEntry block, int moreSpans) throws IOException {
        try (LocalObjectStore objects = LocalObjectStore.open(directory)) {
            Bits dead = Objects.requireNonNull(Vectors.read(objects, block)).copy();
            int trace = 0;
            while (dead.get(trace)) {
                trace++;
            }
            dead.set(trace);
            VectorRef more = Vectors.put(
                            objects,
                            block.tenant(),
                            Map.of(block, new Dead(dead, vector(block).spans() + moreSpans)))
                    .get(block);
            ManifestStore.open(objects)
                    .commit(manifest -> manifest.move(List.of(), Map.of(block.id(), Objects.requireNonNull(more))));
        }
    }

    @Test
    void aTraceThatIsDeadEverywhereIsFound() throws IOException {
        BlockEntry block = withObject();
        addDead(block, 1);
        assertOnly(
                block.id().toString(), "1 of its " + (vector(block).traces() + 1) + " dead traces count in no other");
    }

    @Test
    void aVectorWithMoreTracesThanTheManifestSaysIsFound() throws IOException {
        BlockEntry block = withObject();
        VectorRef old = vector(block);
        VectorRef wrong = new VectorRef(old.version() + 1, old.traces() + 1, old.spans() + 1, null, old.location());
        commit(manifest -> manifest.move(List.of(), Map.of(block.id(), wrong)));
        assertOnly(block.id().toString(), "has " + old.traces() + " traces, expected " + (old.traces() + 1));
    }

    @Test
    void aVectorWithMoreSpansThanTheManifestSaysIsFound() throws IOException {
        BlockEntry block = withObject();
        VectorRef old = vector(block);
        VectorRef wrong = new VectorRef(old.version() + 1, old.traces(), old.spans() + 1, null, old.location());
        commit(manifest -> manifest.move(List.of(), Map.of(block.id(), wrong)));
        assertOnly(block.id().toString(), "have " + old.spans() + " spans (expected: " + (old.spans() + 1));
    }

    @Test
    void aVectorBeyondTheLastTraceIsFound() throws IOException {
        BlockEntry block = withObject();
        // A run of one trace at 100,000.
        VectorRef wrong = new VectorRef(
                vector(block).version() + 1,
                vector(block).traces(),
                vector(block).spans(),
                "AKCNBgE=",
                null);
        commit(manifest -> manifest.move(List.of(), Map.of(block.id(), wrong)));
        assertOnly(block.id().toString(), "is damaged", "a run of dead traces from 100000 to 100001 of");
    }

    @Test
    void anInlineVectorThatIsNoBase64IsFound() throws IOException {
        BlockEntry block = withObject();
        VectorRef wrong = new VectorRef(
                vector(block).version() + 1,
                vector(block).traces(),
                vector(block).spans(),
                "~",
                null);
        commit(manifest -> manifest.move(List.of(), Map.of(block.id(), wrong)));
        assertOnly(block.id().toString(), "is damaged");
    }

    @Test
    void deadTracesMayExpireButNotVanish() throws IOException {
        BlockEntry block = withObject();
        List<BlockEntry> live = manifest().live();
        List<BlockEntry> movedTo = live.stream()
                .filter(other -> other.movedFrom().contains(block.id()))
                .toList();
        assertThat(movedTo).isNotEmpty();
        byte[] before = Files.readAllBytes(directory.resolve("manifest"));
        byte[] previous = Files.readAllBytes(directory.resolve("manifest.previous"));
        commit(manifest -> manifest.retire(movedTo.stream().map(BlockEntry::id).toList(), RetireReason.AGE, 1));
        assertThat(Verification.of(directory)).isEmpty();

        Files.write(directory.resolve("manifest"), before);
        Files.write(directory.resolve("manifest.previous"), previous);
        commit(manifest -> manifest.retire(movedTo.stream().map(BlockEntry::id).toList(), RetireReason.MOVED, 1));
        assertThat(Verification.of(directory))
                .hasSizeGreaterThan(1)
                .allMatch(line -> line.contains("dead traces count in no other block"));
    }
}
