package io.rubato.storage.internal.view;

import io.rubato.storage.DamagedException;
import io.rubato.storage.internal.manifest.BlockEntry;

/// A block that the manifest names and that could not be opened: its spans are missing from every answer.
///
/// @param reason one line for a person, with the block's id
public record UnreadableBlock(BlockEntry entry, String reason) {
    /// What a reader is told.
    public DamagedException damage() {
        return new DamagedException(reason);
    }
}
