package io.rubato.storage.internal.manifest;

import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.stream.IntStream;

/// Manifest entries to test with.
final class Blocks {

    private static final List<RetireReason> REASONS = List.of(RetireReason.values());

    private Blocks() {}

    static BlockEntry block(int number) {
        return block(number, "single-tenant", List.of());
    }

    static BlockEntry block(int number, String tenant, List<UUID> mergedFrom) {
        return new BlockEntry(
                id(number),
                tenant,
                mergedFrom.isEmpty() ? 0 : 1,
                100,
                10,
                3_600,
                1,
                2,
                1,
                5,
                4,
                1,
                mergedFrom,
                List.of(),
                7,
                null,
                false);
    }

    static UUID id(int number) {
        return new UUID(0xb10c, number);
    }

    static Manifest random(Random random) {
        List<BlockEntry> live = IntStream.range(0, random.nextInt(20))
                .mapToObj(i -> randomBlock(random))
                .toList();
        List<RetiredBlock> retired = IntStream.range(0, random.nextInt(20))
                .mapToObj(i -> new RetiredBlock(
                        randomBlock(random), random.nextLong(), REASONS.get(random.nextInt(REASONS.size()))))
                .toList();
        return new Manifest(natural(random), natural(random), live, retired);
    }

    private static BlockEntry randomBlock(Random random) {
        VectorRef vector = random.nextBoolean() ? null : randomVector(random);
        long dead = vector == null ? 0 : vector.spans();
        return new BlockEntry(
                new UUID(random.nextLong(), random.nextLong()),
                "tenant-(" + random.nextInt(3) + ")'!",
                random.nextInt(10),
                dead + (natural(random) >>> 1),
                dead + (natural(random) >>> 1),
                natural(random),
                random.nextLong(),
                random.nextLong(),
                random.nextLong(),
                random.nextLong(),
                random.nextLong(),
                random.nextInt(),
                ids(random),
                ids(random),
                natural(random),
                vector,
                vector != null && random.nextBoolean());
    }

    private static List<UUID> ids(Random random) {
        return IntStream.range(0, random.nextInt(4))
                .mapToObj(i -> new UUID(random.nextLong(), random.nextLong()))
                .toList();
    }

    private static VectorRef randomVector(Random random) {
        long traces = random.nextInt(1, 1000);
        byte[] inline = new byte[random.nextInt(VectorRef.MAX_INLINE)];
        random.nextBytes(inline);
        boolean isInline = random.nextBoolean();
        return new VectorRef(
                1 + random.nextInt(100),
                traces,
                traces + random.nextInt(1000),
                isInline ? Base64.getEncoder().encodeToString(inline) : null,
                isInline
                        ? null
                        : new VectorRef.Location(
                                BlockKeys.vectors("t", id(random.nextInt())),
                                natural(random),
                                1 + random.nextInt(1000),
                                random.nextInt()));
    }

    private static long natural(Random random) {
        return random.nextLong() >>> (1 + random.nextInt(62));
    }
}
