package io.rubato.storage.inspect;

import io.rubato.storage.internal.manifest.BlockEntry;
import io.rubato.storage.internal.manifest.Manifest;
import io.rubato.storage.internal.manifest.ManifestStore;
import io.rubato.storage.internal.manifest.RetiredBlock;
import io.rubato.storage.objects.LocalObjectStore;
import io.rubato.storage.objects.ObjectInfo;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/// The blocks of a directory and the manifest that names them, read only: a process may be writing there
/// meanwhile. Not thread-safe; closed by whoever opened it.
public final class StoreInspector implements AutoCloseable {
    private final Path directory;
    private final LocalObjectStore objects;
    private final Manifest manifest;

    private StoreInspector(Path directory, LocalObjectStore objects, Manifest manifest) {
        this.directory = directory;
        this.objects = objects;
        this.manifest = manifest;
    }

    /// A block that the manifest names.
    ///
    /// @param file where its bytes are
    /// @param spans as the manifest says
    /// @param bytes as the manifest says
    public record Block(String id, Path file, long spans, long traces, long bytes) {}

    /// @param directory where the manifest lies
    /// @throws IOException when there is no directory, or no manifest that can be used
    public static StoreInspector open(Path directory) throws IOException {
        LocalObjectStore objects = LocalObjectStore.openReadOnly(directory);
        try {
            return new StoreInspector(directory, objects, ManifestStore.read(objects));
        } catch (IOException | RuntimeException e) {
            objects.close();
            throw e;
        }
    }

    /// The blocks that are searched, the oldest first.
    public List<Block> blocks() {
        return manifest.live().stream().map(this::block).toList();
    }

    private Block block(BlockEntry entry) {
        return new Block(
                entry.id().toString(),
                directory.resolve(entry.dataKey()),
                entry.spans(),
                entry.traces(),
                entry.bytes());
    }

    /// Blocks, searched or retired, whose id starts with a text.
    public List<Block> find(String start) {
        return Stream.concat(
                        manifest.live().stream(), manifest.retired().stream().map(RetiredBlock::entry))
                .filter(entry -> entry.id().toString().startsWith(start))
                .map(this::block)
                .toList();
    }

    /// Files of searched blocks that are not there, or have another size than the manifest says; one line each.
    public List<String> misplaced() throws IOException {
        List<String> found = new ArrayList<>();
        Set<String> stillLive = new HashSet<>();
        ManifestStore.read(objects).live().forEach(entry -> stillLive.add(entry.dataKey()));
        for (BlockEntry entry : manifest.live()) {
            long size = objects.find(entry.dataKey()).map(ObjectInfo::size).orElse(-1L);
            if (size != entry.bytes() && stillLive.contains(entry.dataKey())) {
                found.add("block %s: %s, the manifest says %d bytes: %s"
                        .formatted(
                                entry.id(),
                                size < 0 ? "no file" : size + " bytes",
                                entry.bytes(),
                                directory.resolve(entry.dataKey())));
            }
        }
        return found;
    }

    /// Files that no manifest names: what a crash left, or a block on its way. No damage.
    public List<Path> orphans() throws IOException {
        List<ObjectInfo> files = objects.list("blocks/");
        Set<String> named = new HashSet<>();
        for (Manifest known : List.of(manifest, ManifestStore.read(objects))) {
            known.live().forEach(entry -> named.add(entry.dataKey()));
            known.retired().forEach(block -> named.add(block.entry().dataKey()));
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
