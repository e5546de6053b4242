package io.rubato.server.config;

import java.time.Duration;

/// When blocks are deleted.
///
/// @param blockRetention age of a block's newest span; 0 keeps it for ever. Default 336h
/// @param maxTotalBytes size of all blocks on disk; beyond, the oldest go first; 0 is off. Default 0
/// @param clockJumpWait how long to keep blocks that are too old only because the clock went forward at once, unless
///     they are few; never longer than `blockRetention`; 0 is off. Default 6h
public record RetentionSettings(Duration blockRetention, long maxTotalBytes, Duration clockJumpWait) {
    /// What holds without a file.
    public static final RetentionSettings DEFAULT = new RetentionSettings(Duration.ofDays(14), 0, Duration.ofHours(6));
}
