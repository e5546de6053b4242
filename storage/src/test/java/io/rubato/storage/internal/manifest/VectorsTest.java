package io.rubato.storage.internal.manifest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rubato.storage.internal.manifest.Vectors.Dead;
import io.rubato.storage.internal.wire.MalformedException;
import io.rubato.storage.objects.LocalObjectStore;
import io.rubato.storage.scan.Bits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VectorsTest {
    @TempDir
    Path directory;

    private final Random random = new Random(Long.getLong("rubato.seed", 1));

    private Bits bits(int size, int oneIn) {
        Bits bits = new Bits(size);
        for (int i = 0; i < size; i++) {
            if (random.nextInt(oneIn) == 0) {
                bits.set(i);
            }
        }
        bits.set(random.nextInt(size));
        return bits;
    }

    private static BlockEntry block(int number, int traces) {
        return new BlockEntry(
                new UUID(7, number),
                "single-tenant",
                0,
                2L * traces,
                traces,
                100,
                1,
                2,
                1,
                5,
                4,
                2,
                List.of(),
                List.of(),
                0,
                null,
                false);
    }

    @Test
    void comeBackWhateverTheirForm() {
        for (int i = 0; i < 2_000; i++) {
            Bits dead = bits(1 + random.nextInt(500), 1 + random.nextInt(1 + random.nextInt(60)));
            byte[] bytes = DeletionVector.encode(dead);
            assertThat(DeletionVector.decode(bytes, dead.size())).isEqualTo(dead);
            assertThat(bytes.length).isLessThanOrEqualTo(1 + (dead.size() + 7) / 8);
        }
        Bits run = new Bits(18_000);
        run.setRange(17_000, 18_000);
        assertThat(DeletionVector.encode(run)).hasSizeLessThan(8);
    }

    @Test
    void bytesThatAreNoneAreRefusedOrWithinTheBlock() {
        for (int i = 0; i < 20_000; i++) {
            byte[] bytes = new byte[random.nextInt(12)];
            random.nextBytes(bytes);
            if (bytes.length > 0) {
                bytes[0] = (byte) random.nextInt(3);
            }
            try {
                assertThat(DeletionVector.decode(bytes, 64).size()).isEqualTo(64);
            } catch (MalformedException expected) {
                assertThat(expected).hasMessageNotContaining("null");
            }
        }
    }

    @Test
    void shortOnesAreInTheManifestLongOnesInOneObject() throws IOException {
        try (LocalObjectStore objects = LocalObjectStore.open(directory)) {
            Map<BlockEntry, Dead> all = new LinkedHashMap<>();
            for (int i = 0; i < 6; i++) {
                Bits dead = bits(5_000, i % 2 == 0 ? 3 : 2_000);
                all.put(block(i, 5_000), new Dead(dead, dead.count()));
            }
            Map<BlockEntry, VectorRef> stored = Vectors.put(objects, "single-tenant", all);
            assertThat(objects.list(BlockKeys.VECTORS)).hasSize(1);
            for (BlockEntry block : all.keySet()) {
                VectorRef ref = Objects.requireNonNull(stored.get(block));
                BlockEntry hiding = block.withVector(ref);
                assertThat(Vectors.read(objects, hiding))
                        .isEqualTo(Objects.requireNonNull(all.get(block)).dead());
                assertThat(hiding.keys()).hasSize(ref.location() == null ? 1 : 2);
            }
            assertThat(stored.values())
                    .filteredOn(ref -> ref.location() == null)
                    .hasSize(3);
        }
    }

    @Test
    void damageIsNoticed() throws IOException {
        try (LocalObjectStore objects = LocalObjectStore.open(directory)) {
            BlockEntry block = block(1, 5_000);
            Bits dead = bits(5_000, 3);
            VectorRef ref = Objects.requireNonNull(Vectors.put(
                            objects, "single-tenant", Map.of(block, new Dead(dead, dead.count())))
                    .get(block));
            BlockEntry hiding = block.withVector(ref);
            Path file = directory.resolve(Objects.requireNonNull(ref.location()).key());
            byte[] bytes = Files.readAllBytes(file);
            bytes[bytes.length / 2] ^= 1;
            Files.write(file, bytes);
            assertThatThrownBy(() -> Vectors.read(objects, hiding))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining(block.id().toString())
                    .hasMessageContaining("checksum");
            Files.delete(file);
            assertThatThrownBy(() -> Vectors.read(objects, hiding)).hasMessageContaining("cannot be read");
        }
    }
}
