package io.rubato.storage.internal.view;

import io.rubato.storage.internal.manifest.BlockEntry;
import io.rubato.storage.scan.Bits;
import org.jspecify.annotations.Nullable;

/// A block as it counts in one view.
///
/// @param entry what the manifest says of it
/// @param dead the traces, by number, that do not count here any more; null when there are none, or when the deletion
///     vector could not be read
public record BlockView(
        BlockHandle handle, BlockEntry entry, @Nullable Bits dead) {
    public boolean isLive(int trace) {
        return dead == null || !dead.get(trace);
    }

    /// Whether it is not known which of its traces are dead.
    public boolean isDeadUnknown() {
        return dead == null && entry.vector() != null;
    }
}
