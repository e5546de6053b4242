package io.rubato.storage.inspect;

import io.rubato.storage.internal.manifest.BlockEntry;
import io.rubato.storage.internal.manifest.Manifest;
import io.rubato.storage.internal.manifest.ManifestStore;
import io.rubato.storage.internal.manifest.RetiredBlock;
import io.rubato.storage.internal.manifest.VectorRef;
import io.rubato.storage.internal.manifest.Vectors;
import io.rubato.storage.objects.ObjectStore;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;

/// A manifest with the deletion vectors that it names.
///
/// @param dead the dead traces of each block, live or retired, that has any
record StoredManifest(Manifest manifest, Map<UUID, DeadTraces> dead) {
    private static final int MOST_ATTEMPTS = 5;

    StoredManifest {
        dead = Map.copyOf(dead);
    }

    /// Reads the manifest, and does so again when a vector has gone because a writer replaced it meanwhile.
    static StoredManifest read(ObjectStore objects) throws IOException {
        Manifest manifest = ManifestStore.read(objects);
        for (int attempt = 1; ; attempt++) {
            StoredManifest found = new StoredManifest(manifest, vectors(objects, manifest));
            if (attempt == MOST_ATTEMPTS || found.dead.values().stream().noneMatch(DeadTraces::isUnreadable)) {
                return found;
            }
            Manifest now = ManifestStore.read(objects);
            if (now.equals(manifest)) {
                return found;
            }
            manifest = now;
        }
    }

    private static Map<UUID, DeadTraces> vectors(ObjectStore objects, Manifest manifest) {
        Map<UUID, DeadTraces> dead = new HashMap<>();
        for (BlockEntry entry : entries(manifest)) {
            VectorRef vector = entry.vector();
            if (vector != null) {
                try {
                    dead.put(entry.id(), DeadTraces.of(vector, Vectors.read(objects, entry)));
                } catch (IOException unreadable) {
                    dead.put(entry.id(), DeadTraces.unreadable(vector, unreadable));
                }
            }
        }
        return dead;
    }

    /// Blocks that are searched, then those that are retired.
    private static List<BlockEntry> entries(Manifest manifest) {
        return Stream.concat(
                        manifest.live().stream(), manifest.retired().stream().map(RetiredBlock::entry))
                .toList();
    }

    List<BlockEntry> entries() {
        return entries(manifest);
    }

    List<BlockEntry> live() {
        return manifest.live();
    }

    DeadTraces dead(BlockEntry block) {
        return dead.getOrDefault(block.id(), DeadTraces.NONE);
    }
}
