package io.rubato.server.config;

import java.time.Duration;

/// How blocks are merged.
///
/// @param window blocks are merged with those of the same window of time. Default 1h
/// @param maxObjects greatest number of traces in a merged block. Default 6000000
/// @param compactedBlockRetention how long a block is kept after it was merged into another. Default 1h
public record CompactionSettings(Duration window, long maxObjects, Duration compactedBlockRetention) {
    /// What holds without a file.
    public static final CompactionSettings DEFAULT =
            new CompactionSettings(Duration.ofHours(1), 6_000_000, Duration.ofHours(1));
}
