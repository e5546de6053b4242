package io.rubato.server.config;

import java.time.Duration;

/// What a request may be, and how much may be under way. A request over a limit is refused, a span over a limit is
/// rejected and reported in the answer; nothing is cut silently.
///
/// @param maxDecompressedBytes greatest request once decompressed, in bytes. Default 64MiB
/// @param maxInFlightBytes decompressed bytes of all requests under way; beyond, senders are told to wait.
///     Default 128MiB
/// @param retryAfter how long they are told to wait. Default 1s
/// @param maxNestingDepth levels of arrays and lists within one attribute value. Default 32
/// @param maxAttributesPerSpan attributes of one span, one event or one link. Default 16384
/// @param maxStringBytes greatest key, name or text value, in bytes. Default 4MiB
/// @param connections what clients may hold open
public record LimitSettings(
        long maxDecompressedBytes,
        long maxInFlightBytes,
        Duration retryAfter,
        int maxNestingDepth,
        int maxAttributesPerSpan,
        long maxStringBytes,
        ConnectionSettings connections) {

    /// What holds without a file.
    public static final LimitSettings DEFAULT = new LimitSettings(
            64L << 20, 128L << 20, Duration.ofSeconds(1), 32, 16_384, 4L << 20, ConnectionSettings.DEFAULT);
}
