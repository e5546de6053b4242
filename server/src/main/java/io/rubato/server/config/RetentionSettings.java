package io.rubato.server.config;

import java.time.Duration;

/// When blocks are deleted.
///
/// @param blockRetention age of a block's newest span; 0 keeps it for ever. Default 336h
/// @param maxTotalBytes size of all blocks on disk; beyond, the oldest go first; 0 is off. Default 0
public record RetentionSettings(Duration blockRetention, long maxTotalBytes) {
    /// What holds without a file.
    public static final RetentionSettings DEFAULT = new RetentionSettings(Duration.ofDays(14), 0);
}
