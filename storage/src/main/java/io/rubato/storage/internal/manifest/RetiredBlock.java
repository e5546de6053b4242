package io.rubato.storage.internal.manifest;

/// A block that is no longer searched and whose file is still there, for queries that began before.
///
/// @param entry the block
/// @param retiredMillis since when, milliseconds since 1970
/// @param reason why
public record RetiredBlock(BlockEntry entry, long retiredMillis, RetireReason reason) {}
