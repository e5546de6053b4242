package io.rubato.storage.backup;

import io.rubato.storage.internal.manifest.BlockEntry;
import io.rubato.storage.internal.manifest.BlockKeys;
import io.rubato.storage.internal.manifest.Manifest;
import io.rubato.storage.internal.manifest.ManifestStore;
import io.rubato.storage.objects.LocalObjectStore;
import io.rubato.storage.objects.NoSuchObjectException;
import io.rubato.storage.objects.ObjectContent;
import io.rubato.storage.objects.ObjectInfo;
import io.rubato.storage.objects.ObjectReader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Copies a store, which another process may be writing to, to directories of the same form: a server can be started on
/// the copy. It holds everything that was acknowledged when the copying of the log began.
///
/// The log is copied first, then the manifest is read, then the blocks that it names are copied. So what the log had
/// let go of by then is in these blocks. Where the manifest changed while the log was copied, that is done again, so
/// that both go as far. Blocks never change: a second copy to the same place only takes new ones.
public final class Backup {
    /// A block may be deleted between the manifest and the copying; then all begins again.
    private static final int ATTEMPTS = 10;

    private static final int PART_BYTES = 64 << 20;

    private final Path blocks;
    private final Path wal;

    /// @param blocks directory of the blocks and the manifest
    /// @param wal directory of the log; it may be missing
    public Backup(Path blocks, Path wal) {
        this.blocks = blocks;
        this.wal = wal;
    }

    /// What was done.
    ///
    /// @param copied blocks and deletion vectors that were copied
    /// @param bytes their size, and that of the log
    /// @param kept those that were there already
    /// @param spans spans in blocks of the copy
    public record Copied(int copied, long bytes, int kept, long spans) {
        public Copied and(Copied other) {
            return new Copied(copied + other.copied, bytes + other.bytes, kept + other.kept, spans + other.spans);
        }
    }

    /// Copies to directories that hold an earlier copy, or nothing.
    ///
    /// @throws IOException when something cannot be read or written; an earlier copy is then as it was, but for new
    ///     blocks beside it
    public Copied to(Path toBlocks, Path toWal) throws IOException {
        Files.createDirectories(toBlocks);
        try (LocalObjectStore from = LocalObjectStore.openReadOnly(blocks);
                LocalObjectStore target = LocalObjectStore.open(toBlocks)) {
            for (int attempt = 1; ; attempt++) {
                try {
                    Copied copied = copy(from, target, toWal, attempt == ATTEMPTS);
                    if (copied != null) {
                        return copied;
                    }
                } catch (NoSuchObjectException gone) {
                    if (attempt == ATTEMPTS) {
                        throw gone;
                    }
                }
            }
        }
    }

    /// The same, to places where nothing is yet.
    ///
    /// @throws IOException also when something is there
    public Copied toNew(Path toBlocks, Path toWal) throws IOException {
        for (Path directory : List.of(toBlocks, toWal)) {
            if (Files.exists(directory)) {
                try (Stream<Path> found = Files.list(directory)) {
                    if (found.findAny().isPresent()) {
                        throw new IOException(directory + " is not empty (expected: a new directory)");
                    }
                }
            }
        }
        return to(toBlocks, toWal);
    }

    /// @param anyhow whether the manifest may change meanwhile
    /// @return null when it did
    private @Nullable Copied copy(LocalObjectStore from, LocalObjectStore target, Path toWal, boolean anyhow)
            throws IOException {
        long generation = ManifestStore.read(from).generation();
        LogCopy log = LogCopy.of(wal, toWal);
        Manifest manifest = ManifestStore.read(from);
        if (manifest.generation() != generation && !anyhow) {
            return null;
        }
        Set<String> named = new HashSet<>();
        int copied = 0;
        int kept = 0;
        long bytes = log.bytes();
        for (BlockEntry block : manifest.live()) {
            for (String key : block.keys()) {
                if (!named.add(key)) {
                    continue;
                }
                long size = copy(from, target, key);
                copied += size >= 0 ? 1 : 0;
                kept += size >= 0 ? 0 : 1;
                bytes += Math.max(0, size);
            }
        }
        ManifestStore.replace(target, manifest);
        log.publish();
        deleteOthers(target, named);
        long spans = manifest.live().stream().mapToLong(BlockEntry::liveSpans).sum();
        return new Copied(copied, bytes, kept, spans);
    }

    /// Returns how many bytes were copied, or -1 when the object is there.
    private static long copy(LocalObjectStore from, LocalObjectStore target, String key) throws IOException {
        try (ObjectReader reader = from.open(key)) {
            Optional<ObjectInfo> there = target.find(key);
            if (there.isPresent() && there.get().size() == reader.size()) {
                return -1;
            }
            List<ByteBuffer> parts = new ArrayList<>();
            for (long at = 0; at < reader.size(); at += PART_BYTES) {
                ByteBuffer part = ByteBuffer.allocate((int) Math.min(PART_BYTES, reader.size() - at));
                reader.readFully(at, part);
                parts.add(part.flip());
            }
            target.put(key, ObjectContent.of(parts));
            return reader.size();
        }
    }

    private static void deleteOthers(LocalObjectStore target, Set<String> named) throws IOException {
        for (String prefix : List.of(BlockKeys.PREFIX, BlockKeys.VECTORS)) {
            for (ObjectInfo object : target.list(prefix)) {
                if (!named.contains(object.key())) {
                    target.delete(object.key());
                }
            }
        }
    }
}
