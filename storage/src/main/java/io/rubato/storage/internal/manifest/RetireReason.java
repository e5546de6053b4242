package io.rubato.storage.internal.manifest;

/// Why a block is no longer searched.
public enum RetireReason {
    /// Its spans are in the block it was merged into.
    MERGED,
    /// All of its traces were moved to other blocks.
    MOVED,
    /// Its spans are older than the retention.
    AGE,
    /// The store is over its total size.
    SIZE,
    /// A retention rule or a deletion left nothing of it.
    DELETED,
    /// A reason that a newer version of this program gave.
    OTHER
}
