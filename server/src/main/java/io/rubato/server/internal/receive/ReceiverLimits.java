package io.rubato.server.internal.receive;

/// Bounds of what receivers take, in bytes.
///
/// @param maxBody of one request, as sent
/// @param maxDecompressed of one request's JSON after decompression
/// @param bodyMemory of all bodies that are arriving, together
public record ReceiverLimits(int maxBody, int maxDecompressed, long bodyMemory) {}
