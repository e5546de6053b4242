package io.rubato.storage.inspect;

import io.rubato.storage.internal.manifest.BlockEntry;
import io.rubato.storage.internal.manifest.BlockKeys;
import io.rubato.storage.objects.LocalObjectStore;
import io.rubato.storage.objects.ObjectInfo;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Predicate;

/// The blocks of a directory and the manifest that names them, read only: a process may be writing there
/// meanwhile. What it says is what the manifest said when it was opened. Not thread-safe; closed by whoever opened
/// it.
public final class StoreInspector implements AutoCloseable {
    private final Path directory;
    private final LocalObjectStore objects;
    private final StoredManifest stored;

    private StoreInspector(Path directory, LocalObjectStore objects, StoredManifest stored) {
        this.directory = directory;
        this.objects = objects;
        this.stored = stored;
    }

    /// A block that the manifest names.
    ///
    /// @param file where its bytes are
    /// @param spans as the manifest says, dead ones included
    /// @param traces as the manifest says, dead ones included
    /// @param bytes as the manifest says
    /// @param dead which of its traces count in other blocks
    public record Block(String id, Path file, long spans, long traces, long bytes, DeadTraces dead) {}

    /// Reads the manifest and the deletion vectors.
    ///
    /// @param directory where the manifest lies
    /// @throws IOException when there is no directory, or no manifest that can be used
    public static StoreInspector open(Path directory) throws IOException {
        LocalObjectStore objects = LocalObjectStore.openReadOnly(directory);
        try {
            return new StoreInspector(directory, objects, StoredManifest.read(objects));
        } catch (IOException | RuntimeException e) {
            objects.close();
            throw e;
        }
    }

    /// The blocks that are searched, the oldest first.
    public List<Block> blocks() {
        return stored.live().stream().map(this::block).toList();
    }

    private Block block(BlockEntry entry) {
        return new Block(
                entry.id().toString(),
                directory.resolve(entry.dataKey()),
                entry.spans(),
                entry.traces(),
                entry.bytes(),
                stored.dead(entry));
    }

    /// Blocks, searched or retired, whose id starts with a text.
    public List<Block> find(String start) {
        return stored.entries().stream()
                .filter(entry -> entry.id().toString().startsWith(start))
                .map(this::block)
                .toList();
    }

    /// Checks what the manifest says of each searched block: that its file is there, as large as it should be, with
    /// as many traces and spans; that its deletion vector is whole and has as many; and that each dead trace counts
    /// in another block, unless that block has expired; and that each trace passes the filter that its block shares
    /// with others. Calls `damage` with one line for each fault. The files are left to [BlockFileInspector#verify].
    public void verify(Consumer<String> damage) throws IOException {
        Map<UUID, List<String>> found = check(stored, block -> true);
        if (!found.isEmpty()) {
            // A block may have been merged, or its traces moved, since the manifest was read.
            StoredManifest now = StoredManifest.read(objects);
            if (!now.manifest().equals(stored.manifest())) {
                Set<UUID> suspects = found.keySet();
                found = check(now, block -> suspects.contains(block.id()));
            }
        }
        found.values().forEach(lines -> lines.forEach(damage));
        new FilterCheck(objects).check(stored.live(), damage);
    }

    private Map<UUID, List<String>> check(StoredManifest manifest, Predicate<BlockEntry> wanted) throws IOException {
        ManifestCheck check = new ManifestCheck(directory, objects, manifest);
        Map<UUID, List<String>> found = new LinkedHashMap<>();
        for (BlockEntry block : manifest.live()) {
            List<String> lines = new ArrayList<>();
            if (wanted.test(block)) {
                check.check(block, lines::add);
            }
            if (!lines.isEmpty()) {
                found.put(block.id(), lines);
            }
        }
        return found;
    }

    /// Files of blocks and deletion vectors that no manifest names: what a crash left, what is on its way, or vectors
    /// that others have replaced. No damage.
    public List<Path> orphans() throws IOException {
        List<ObjectInfo> files = new ArrayList<>(objects.list(BlockKeys.PREFIX));
        files.addAll(objects.list(BlockKeys.VECTORS));
        Set<String> named = new HashSet<>();
        for (StoredManifest known : List.of(stored, StoredManifest.read(objects))) {
            known.entries().forEach(entry -> named.addAll(entry.keys()));
        }
        return files.stream()
                .filter(file -> !named.contains(file.key()))
                .map(file -> directory.resolve(file.key()))
                .toList();
    }

    @Override
    public void close() throws IOException {
        objects.close();
    }
}
