package io.rubato.storage.internal.manifest;

import io.rubato.storage.internal.manifest.ManifestCopy.Damaged;
import io.rubato.storage.internal.manifest.ManifestCopy.Missing;
import io.rubato.storage.internal.manifest.ManifestCopy.Whole;
import io.rubato.storage.objects.ObjectStore;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// The manifest as found in a store, from its own key or, if that is damaged, from the copy of the generation
/// before.
///
/// @param manifest what to go by, [Manifest#EMPTY] for a store without blocks
/// @param current what was found at [ManifestStore#KEY]
/// @param previous what was found at [ManifestStore#PREVIOUS_KEY]
/// @param warnings sentences for the log and the status page, none if all is well
record LoadedManifest(Manifest manifest, ManifestCopy current, ManifestCopy previous, List<String> warnings) {

    /// @throws DamagedManifestException if there are blocks, and neither copy says which of them count
    static LoadedManifest load(ObjectStore store) throws IOException {
        ManifestCopy current = ManifestCopy.read(store, ManifestStore.KEY);
        ManifestCopy previous = ManifestCopy.read(store, ManifestStore.PREVIOUS_KEY);
        List<String> warnings = new ArrayList<>();
        if (current instanceof Whole whole) {
            if (previous instanceof Damaged damaged) {
                warnings.add("%s in %s is damaged (%s); it is a spare copy and is written anew"
                        .formatted(ManifestStore.PREVIOUS_KEY, store, damaged.reason()));
            }
            return new LoadedManifest(whole.manifest(), current, previous, warnings);
        }
        if (previous instanceof Whole whole) {
            warnings.add(
                    ("%s in %s is %s; generation %d of %s is used instead. Blocks that it does not name are kept as"
                                    + " long as %s is there; the log holds their spans")
                            .formatted(
                                    ManifestStore.KEY,
                                    store,
                                    state(current),
                                    whole.manifest().generation(),
                                    ManifestStore.PREVIOUS_KEY,
                                    ManifestStore.DAMAGED_KEY));
            return new LoadedManifest(whole.manifest(), current, previous, warnings);
        }
        boolean empty = current instanceof Missing
                && previous instanceof Missing
                && store.list(BlockKeys.PREFIX).isEmpty();
        if (empty) {
            return new LoadedManifest(Manifest.EMPTY, current, previous, warnings);
        }
        throw new DamagedManifestException(
                ("no usable manifest in %s: %s is %s, %s is %s. Nothing was changed. Keep what is"
                                + " under %s, it holds the spans, and restore one of the two from a backup of the store")
                        .formatted(
                                store,
                                ManifestStore.KEY,
                                state(current),
                                ManifestStore.PREVIOUS_KEY,
                                state(previous),
                                BlockKeys.PREFIX));
    }

    /// Whether the copy had to stand in.
    boolean fellBack() {
        return !(current instanceof Whole) && previous instanceof Whole;
    }

    private static String state(ManifestCopy copy) {
        return switch (copy) {
            case Whole whole -> "whole";
            case Damaged damaged -> "damaged (" + damaged.reason() + ")";
            case Missing missing -> "missing";
        };
    }
}
