package io.rubato.storage.inspect;

import io.rubato.storage.DamagedException;
import io.rubato.storage.internal.block.BlockSource;
import io.rubato.storage.internal.block.SectionCache;
import io.rubato.storage.internal.manifest.BlockEntry;
import io.rubato.storage.internal.manifest.VectorRef;
import io.rubato.storage.internal.view.BlockHandle;
import io.rubato.storage.model.TraceId;
import io.rubato.storage.objects.ObjectInfo;
import io.rubato.storage.objects.ObjectStore;
import io.rubato.storage.scan.Bits;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/// Compares what a manifest says of a block with the block's file and deletion vector. What is wrong with the file
/// itself is left to the check of the file.
final class ManifestCheck {
    private static final long CACHE_BYTES = 64 << 20;

    private final Path directory;
    private final ObjectStore objects;
    private final StoredManifest stored;
    private final SectionCache cache = new SectionCache(CACHE_BYTES);

    ManifestCheck(Path directory, ObjectStore objects, StoredManifest stored) {
        this.directory = directory;
        this.objects = objects;
        this.stored = stored;
    }

    /// Checks a live block, and tells each fault in one line.
    void check(BlockEntry block, Consumer<String> damage) throws IOException {
        long size = objects.find(block.dataKey()).map(ObjectInfo::size).orElse(-1L);
        if (size != block.bytes()) {
            damage.accept("block %s: %s, the manifest says %d bytes: %s"
                    .formatted(
                            block.id(),
                            size < 0 ? "no file" : size + " bytes",
                            block.bytes(),
                            directory.resolve(block.dataKey())));
            return;
        }
        List<TraceId> ids = ids(block, bits(stored.dead(block), damage), damage);
        if (!block.lostDead()) {
            checkElsewhere(block, ids, damage);
        }
    }

    /// The numbers of the dead traces; none when the vector is damaged.
    private static Bits bits(DeadTraces dead, Consumer<String> damage) {
        try {
            Bits bits = dead.bits();
            return bits == null ? new Bits(0) : bits;
        } catch (IOException unreadable) {
            damage.accept(String.valueOf(unreadable.getMessage()));
            return new Bits(0);
        }
    }

    /// The ids of the dead traces; none when they cannot be told.
    private List<TraceId> ids(BlockEntry block, Bits dead, Consumer<String> damage) {
        return with(block, source -> {
                    if (source.spans() != block.spans() || source.traceCount() != block.traces()) {
                        damage.accept("block %s: %d spans and %d traces (expected: %d and %d, as the manifest says)"
                                .formatted(
                                        block.id(),
                                        source.spans(),
                                        source.traceCount(),
                                        block.spans(),
                                        block.traces()));
                        return List.<TraceId>of();
                    }
                    return ids(block, dead, source, damage);
                })
                .orElse(List.of());
    }

    private static List<TraceId> ids(BlockEntry block, Bits dead, BlockSource source, Consumer<String> damage) {
        List<TraceId> ids = new ArrayList<>();
        long spans = 0;
        for (int trace = dead.next(0); trace >= 0; trace = dead.next(trace + 1)) {
            ids.add(source.traceId(trace));
            spans += source.spanCount(trace);
        }
        VectorRef vector = block.vector();
        if (!ids.isEmpty() && vector != null && spans != vector.spans()) {
            damage.accept("block %s: its %d dead traces have %d spans (expected: %d, as the manifest says)"
                    .formatted(block.id(), ids.size(), spans, vector.spans()));
        }
        return ids;
    }

    /// A dead trace counts in another block: the one that it was moved to, or one made of that.
    private void checkElsewhere(BlockEntry block, List<TraceId> ids, Consumer<String> damage) {
        List<TraceId> missing = ids;
        for (BlockEntry other : othersOf(block)) {
            if (missing.isEmpty()) {
                return;
            }
            missing = without(other, missing);
        }
        if (!missing.isEmpty()) {
            damage.accept("block %s: %d of its %d dead traces count in no other block that can be read, one is %s"
                    .formatted(block.id(), missing.size(), ids.size(), missing.getFirst()));
        }
    }

    /// Those first of which the manifest says that they hold traces of the block.
    private List<BlockEntry> othersOf(BlockEntry block) {
        return stored.live().stream()
                .filter(other -> !other.id().equals(block.id()))
                .sorted(Comparator.comparing(other -> !other.movedFrom().contains(block.id())))
                .toList();
    }

    private List<TraceId> without(BlockEntry other, List<TraceId> ids) {
        DeadTraces dead = stored.dead(other);
        return with(other, source -> {
                    Bits found = new Bits(ids.size());
                    source.lookup().find(ids, (index, trace) -> {
                        if (dead.isLive(trace)) {
                            found.set(index);
                        }
                    });
                    List<TraceId> left = new ArrayList<>();
                    for (int i = 0; i < ids.size(); i++) {
                        if (!found.get(i)) {
                            left.add(ids.get(i));
                        }
                    }
                    return left;
                })
                .orElse(ids);
    }

    /// What a look into a block gives; nothing when it is damaged or has gone.
    private <T> Optional<T> with(BlockEntry block, Function<BlockSource, T> look) {
        BlockHandle handle;
        try {
            handle = BlockHandle.open(block, objects, cache, damage -> {});
        } catch (IOException | DamagedException | UncheckedIOException unreadable) {
            return Optional.empty();
        }
        try {
            return Optional.of(look.apply(handle.source()));
        } catch (DamagedException | UncheckedIOException unreadable) {
            return Optional.empty();
        } finally {
            handle.release();
        }
    }
}
