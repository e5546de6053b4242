package io.rubato.storage.internal.manifest;

import io.rubato.storage.objects.ObjectInfo;
import io.rubato.storage.objects.ObjectStore;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/// An object under `blocks/` or `vectors/` that no manifest names: what a crash between the writing of a block or of
/// deletion vectors and their commit leaves, or between the forgetting of a block and the deletion of its file; and
/// deletion vectors that others have replaced.
///
/// **The grace rule.** A block is stored before the manifest names it, so a young object may be about to be
/// committed. It may be deleted once it is older than the grace time, which must exceed the longest time from
/// the start of a block's writing to its commit, and the difference of the store's clock from ours; an hour is
/// ample. And while [ManifestStore#DAMAGED_KEY] is there, what no manifest names may be what the damaged one
/// named: it is kept.
///
/// @param object what lies there
/// @param verdict whether it may be deleted
public record Orphan(ObjectInfo object, Verdict verdict) {

    /// What to do with an orphan.
    public enum Verdict {
        /// Nothing needs it.
        DELETABLE,
        /// It may be a block that is about to be committed.
        TOO_YOUNG,
        /// A damaged manifest was put aside and may have named it.
        KEPT_FOR_RECOVERY
    }

    /// All orphans of a store.
    ///
    /// @param manifests gives both of [ManifestStore#current] and [ManifestStore#fallback]; asked after the
    ///     objects were listed, for a block that is committed meanwhile must not look like an orphan
    public static List<Orphan> find(
            ObjectStore store, Supplier<List<Manifest>> manifests, Duration grace, long nowMillis) throws IOException {
        List<ObjectInfo> objects = new ArrayList<>(store.list(BlockKeys.PREFIX));
        objects.addAll(store.list(BlockKeys.VECTORS));
        boolean recovery = store.find(ManifestStore.DAMAGED_KEY).isPresent();
        Set<String> named = new HashSet<>();
        for (Manifest manifest : manifests.get()) {
            manifest.live().forEach(block -> named.addAll(block.keys()));
            manifest.retired().forEach(block -> named.addAll(block.entry().keys()));
        }
        long oldest = nowMillis - grace.toMillis();
        return objects.stream()
                .filter(object -> !named.contains(object.key()))
                .map(object -> new Orphan(object, verdict(object, recovery, oldest)))
                .toList();
    }

    private static Verdict verdict(ObjectInfo object, boolean recovery, long oldest) {
        if (recovery) {
            return Verdict.KEPT_FOR_RECOVERY;
        }
        return object.modifiedMillis() < oldest ? Verdict.DELETABLE : Verdict.TOO_YOUNG;
    }
}
