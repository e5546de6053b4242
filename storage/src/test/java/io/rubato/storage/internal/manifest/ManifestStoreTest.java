package io.rubato.storage.internal.manifest;

import static io.rubato.storage.internal.manifest.Blocks.block;
import static io.rubato.storage.internal.manifest.Blocks.id;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rubato.storage.internal.manifest.Orphan.Verdict;
import io.rubato.storage.objects.LocalObjectStore;
import io.rubato.storage.objects.MemoryObjectStore;
import io.rubato.storage.objects.ObjectContent;
import io.rubato.storage.objects.ObjectInfo;
import io.rubato.storage.objects.ObjectReader;
import io.rubato.storage.objects.ObjectStore;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ManifestStoreTest {

    private final MemoryObjectStore memory = new MemoryObjectStore();
    private final FaultyObjectStore store = new FaultyObjectStore(memory);

    @Test
    void anEmptyStoreGetsAManifest() throws IOException {
        assertThat(ManifestStore.read(store)).isEqualTo(Manifest.EMPTY);
        assertThat(keys()).isEmpty();
        ManifestStore opened = ManifestStore.open(store);
        assertThat(opened.current()).isEqualTo(Manifest.EMPTY);
        assertThat(opened.warnings()).isEmpty();
        assertThat(keys()).containsExactly("manifest", "manifest.previous");
    }

    @Test
    void whatWasCommittedIsThereAtTheNextStart(@TempDir Path directory) throws IOException {
        Manifest last;
        try (ObjectStore disk = LocalObjectStore.open(directory)) {
            ManifestStore manifests = ManifestStore.open(disk);
            manifests.commit(manifest -> manifest.add(block(1), 10));
            last = manifests.commit(manifest -> manifest.add(block(2), 20));
        }
        try (ObjectStore disk = LocalObjectStore.open(directory)) {
            ManifestStore manifests = ManifestStore.open(disk);
            assertThat(manifests.current()).isEqualTo(last);
            assertThat(manifests.fallback().walPosition()).isEqualTo(10);
            assertThat(manifests.warnings()).isEmpty();
            manifests.settle();
            assertThat(manifests.fallback()).isEqualTo(last);
        }
        try (ObjectStore disk = LocalObjectStore.openReadOnly(directory)) {
            assertThat(ManifestStore.read(disk)).isEqualTo(last);
        }
    }

    @Test
    void aChangeIsOneGeneration() throws IOException {
        ManifestStore manifests = ManifestStore.open(store);
        String version = memory.find("manifest").orElseThrow().version();
        assertThat(manifests.commit(manifest -> manifest)).isEqualTo(Manifest.EMPTY);
        assertThatThrownBy(() ->
                        manifests.commit(manifest -> manifest.add(block(1), 1).add(block(2), 2)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("gave generation 2, expected 1");
        assertThat(memory.find("manifest").orElseThrow().version()).isEqualTo(version);
    }

    @Test
    void theSecondWriterIsTold() throws IOException {
        ManifestStore first = ManifestStore.open(store);
        ManifestStore second = ManifestStore.open(store);
        first.commit(manifest -> manifest.add(block(1), 10));
        first.commit(manifest -> manifest.add(block(2), 20));
        assertThatThrownBy(() -> second.commit(manifest -> manifest.add(block(3), 5)))
                .isInstanceOf(ManifestConflictException.class)
                .hasMessageContaining("another process writes to the same store");
        assertThat(ManifestStore.open(store).current()).isEqualTo(first.current());
        assertThat(ManifestStore.open(store).fallback().generation()).isEqualTo(1);
    }

    /// Its old generation in the place of the copy would let the winner lose what it relies on the copy for.
    @Test
    void aWriterThatLostLeavesTheCopyAlone() throws IOException {
        ManifestStore loser = ManifestStore.open(store);
        loser.commit(manifest -> manifest.add(block(1), 10));
        ManifestStore winner = ManifestStore.open(store);
        winner.commit(manifest -> manifest.add(block(2), 20));
        winner.commit(manifest -> manifest.add(block(3), 30));
        String copy = memory.find("manifest.previous").orElseThrow().version();
        assertThatThrownBy(() -> loser.commit(manifest -> manifest.add(block(4), 15)))
                .isInstanceOf(ManifestConflictException.class);
        assertThatThrownBy(loser::settle).isInstanceOf(ManifestConflictException.class);
        assertThat(memory.find("manifest.previous").orElseThrow().version()).isEqualTo(copy);
    }

    @Test
    void oneOfRacingWritersWins() throws Exception {
        int writers = 4;
        List<Callable<Integer>> tasks = new ArrayList<>();
        for (int i = 0; i < writers; i++) {
            ManifestStore manifests = ManifestStore.open(store);
            int number = i;
            tasks.add(() -> {
                try {
                    manifests.commit(manifest -> manifest.add(block(number), 1));
                    return 1;
                } catch (ManifestConflictException e) {
                    return 0;
                }
            });
        }
        assertThat(sum(tasks)).isEqualTo(1);
        assertThat(ManifestStore.read(store).generation()).isEqualTo(1);
    }

    @Test
    void threadsOfOneProcessTakeTurns() throws Exception {
        ManifestStore manifests = ManifestStore.open(store);
        List<Callable<Integer>> tasks = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            int thread = i;
            tasks.add(() -> {
                for (int n = 0; n < 10; n++) {
                    BlockEntry block = block(thread * 10 + n);
                    manifests.commit(manifest -> manifest.add(block, 1));
                }
                return 10;
            });
        }
        assertThat(sum(tasks)).isEqualTo(80);
        assertThat(ManifestStore.read(store).live()).hasSize(80).doesNotHaveDuplicates();
        assertThat(manifests.current().generation()).isEqualTo(80);
    }

    @Test
    void aCrashAtAnyWriteLeavesTheOldOrTheNew() throws IOException {
        for (int writes = 0; writes < 2; writes++) {
            for (boolean after : new boolean[] {false, true}) {
                FaultyObjectStore faulty = new FaultyObjectStore(new MemoryObjectStore());
                ManifestStore manifests = ManifestStore.open(faulty);
                manifests.commit(manifest -> manifest.add(block(1), 10));
                if (after) {
                    faulty.failAfter(writes);
                } else {
                    faulty.failBefore(writes);
                }
                boolean committed = after && writes == 1;
                if (committed) {
                    manifests.commit(manifest -> manifest.add(block(2), 20));
                } else {
                    assertThatThrownBy(() -> manifests.commit(manifest -> manifest.add(block(2), 20)))
                            .isInstanceOf(IOException.class);
                }
                ManifestStore reopened = ManifestStore.open(faulty);
                assertThat(reopened.current()).isEqualTo(manifests.current());
                assertThat(reopened.current().live()).hasSize(committed ? 2 : 1);
                assertThat(reopened.warnings()).isEmpty();
                manifests.commit(manifest -> manifest.add(block(3), 30));
                assertThat(ManifestStore.read(faulty)).isEqualTo(manifests.current());
            }
        }
    }

    @Test
    void aCrashWhileItIsMadeIsMendedAtTheNextStart() throws IOException {
        store.failBefore(1);
        assertThatThrownBy(() -> ManifestStore.open(store)).hasMessage("the disk is gone");
        assertThat(keys()).containsExactly("manifest");
        assertThat(ManifestStore.open(store).warnings()).isEmpty();
        assertThat(keys()).containsExactly("manifest", "manifest.previous");
    }

    @Test
    void aDamagedManifestFallsBackAndIsKept() throws IOException {
        ManifestStore before = ManifestStore.open(store);
        before.commit(manifest -> manifest.add(block(1), 10));
        before.commit(manifest -> manifest.add(block(2), 20));
        byte[] damaged = flip("manifest");
        ManifestStore manifests = ManifestStore.open(store);
        assertThat(manifests.current()).isEqualTo(Manifest.EMPTY.add(block(1), 10));
        assertThat(manifests.warnings())
                .singleElement()
                .asString()
                .contains(
                        "manifest in memory is damaged (its checksum line is",
                        "generation 1 of manifest.previous is used");
        assertThat(read("manifest.damaged")).isEqualTo(damaged);
        assertThat(manifests.commit(manifest -> manifest.add(block(3), 30)).live())
                .containsExactly(block(1), block(3));
        assertThat(ManifestStore.open(store).warnings()).isEmpty();
    }

    @Test
    void aMissingManifestFallsBackToo() throws IOException {
        ManifestStore.open(store).commit(manifest -> manifest.add(block(1), 10));
        ManifestStore.open(store).settle();
        memory.delete("manifest");
        assertThat(ManifestStore.read(store).live()).containsExactly(block(1));
        ManifestStore manifests = ManifestStore.open(store);
        assertThat(manifests.warnings()).singleElement().asString().contains("manifest in memory is missing");
        assertThat(manifests.commit(manifest -> manifest.add(block(2), 20)).generation())
                .isEqualTo(2);
        assertThat(keys()).contains("manifest.damaged");
    }

    @Test
    void aDamagedCopyIsWrittenAnew() throws IOException {
        ManifestStore.open(store).commit(manifest -> manifest.add(block(1), 10));
        flip("manifest.previous");
        ManifestStore manifests = ManifestStore.open(store);
        assertThat(manifests.warnings()).singleElement().asString().contains("is damaged", "spare copy");
        assertThat(manifests.fallback()).isEqualTo(manifests.current());
        assertThat(ManifestStore.open(store).warnings()).isEmpty();
    }

    @Test
    void withoutAUsableManifestNothingIsTouched() throws IOException {
        ManifestStore.open(store).commit(manifest -> manifest.add(block(1), 10));
        memory.put(block(1).dataKey(), ObjectContent.of(new byte[9]));
        flip("manifest");
        flip("manifest.previous");
        List<ObjectInfo> objects = memory.list("");
        assertThatThrownBy(() -> ManifestStore.open(store))
                .isInstanceOf(DamagedManifestException.class)
                .hasMessageContaining("Keep what is under blocks/", "restore one of the two from a backup");
        assertThat(memory.list("")).isEqualTo(objects);
        memory.delete("manifest");
        memory.delete("manifest.previous");
        assertThatThrownBy(() -> ManifestStore.open(store))
                .isInstanceOf(DamagedManifestException.class)
                .hasMessageContaining("manifest is missing");
    }

    @Test
    void aNewerManifestIsNotFallenBackFrom() throws IOException {
        ManifestStore.open(store).commit(manifest -> manifest.add(block(1), 10));
        byte[] newer = ManifestFormat.seal("{\"version\":9}".getBytes(StandardCharsets.UTF_8));
        memory.put("manifest", ObjectContent.of(newer));
        assertThatThrownBy(() -> ManifestStore.open(store))
                .isInstanceOf(NewerManifestException.class)
                .hasMessageContaining("cannot use manifest in memory: it has format version 9");
        assertThat(read("manifest")).isEqualTo(newer);
    }

    @Test
    void filesAreDeletableWhenBothCopiesAgree() throws IOException {
        ManifestStore manifests = ManifestStore.open(store);
        manifests.commit(manifest -> manifest.add(List.of(block(1), block(2)), 10));
        manifests.commit(manifest -> manifest.retire(List.of(id(1)), RetireReason.AGE, 1_000));
        assertThat(manifests.deletable(2_000)).isEmpty();
        manifests.settle();
        assertThat(manifests.deletable(2_000)).extracting(RetiredBlock::entry).containsExactly(block(1));
        assertThat(manifests.deletable(1_000)).isEmpty();
    }

    @Test
    void orphansAreToldFromBlocks() throws IOException {
        ManifestStore manifests = ManifestStore.open(store);
        for (int i = 1; i <= 4; i++) {
            memory.put(block(i).dataKey(), ObjectContent.of(new byte[i]));
        }
        manifests.commit(manifest -> manifest.add(List.of(block(1), block(2)), 10));
        manifests.commit(manifest -> manifest.retire(List.of(id(2)), RetireReason.AGE, 1_000));
        manifests.commit(manifest -> manifest.forget(List.of(id(2))));
        assertThat(orphans(manifests, Duration.ZERO))
                .containsExactly(
                        new Found(block(3).dataKey(), Verdict.DELETABLE),
                        new Found(block(4).dataKey(), Verdict.DELETABLE));
        assertThat(orphans(manifests, Duration.ofHours(1)))
                .extracting(Found::verdict)
                .containsOnly(Verdict.TOO_YOUNG);
        memory.put("manifest.damaged", ObjectContent.of(new byte[0]));
        assertThat(orphans(manifests, Duration.ZERO))
                .extracting(Found::verdict)
                .containsOnly(Verdict.KEPT_FOR_RECOVERY);
    }

    private record Found(String key, Verdict verdict) {}

    private List<Found> orphans(ManifestStore manifests, Duration grace) throws IOException {
        long soon = System.currentTimeMillis() + 60_000;
        return Orphan.find(store, () -> List.of(manifests.current(), manifests.fallback()), grace, soon).stream()
                .map(orphan -> new Found(orphan.object().key(), orphan.verdict()))
                .toList();
    }

    private static int sum(List<Callable<Integer>> tasks) throws Exception {
        int sum = 0;
        try (ExecutorService threads = Executors.newFixedThreadPool(tasks.size())) {
            for (Future<Integer> future : threads.invokeAll(tasks)) {
                sum += future.get();
            }
        }
        return sum;
    }

    private byte[] flip(String key) throws IOException {
        byte[] bytes = read(key);
        bytes[bytes.length / 2] ^= 4;
        memory.put(key, ObjectContent.of(bytes));
        return bytes;
    }

    private byte[] read(String key) throws IOException {
        try (ObjectReader reader = memory.open(key)) {
            ByteBuffer bytes = ByteBuffer.allocate((int) reader.size());
            reader.readFully(0, bytes);
            return bytes.array();
        }
    }

    private List<String> keys() {
        return memory.list("").stream().map(ObjectInfo::key).toList();
    }
}
