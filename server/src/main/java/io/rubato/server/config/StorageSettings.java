package io.rubato.server.config;

import java.nio.file.Path;

/// Where data is. Relative paths are relative to the working directory of the process.
///
/// @param dataDir directory of what has no path of its own. Default data
/// @param walPath directory of the write-ahead log. Default `wal` in the data directory
/// @param blocksPath directory of the blocks. Default `blocks` in the data directory
/// @param walFsync whether a span is on disk before it is acknowledged; off, the last seconds are lost with the power.
///     Default on
/// @param walSegmentBytes size of a file of the write-ahead log, in bytes. Default 64MiB
/// @param minFreeBytes free bytes of the disk below which the store turns read-only. Default 512MiB
/// @param minFreePercent free part of the disk, in percent, below which the store turns read-only; 0 is off. Default 0
public record StorageSettings(
        Path dataDir,
        Path walPath,
        Path blocksPath,
        boolean walFsync,
        long walSegmentBytes,
        long minFreeBytes,
        int minFreePercent) {

    /// What holds without a file.
    public static final StorageSettings DEFAULT = new StorageSettings(
            Path.of("data"), Path.of("data", "wal"), Path.of("data", "blocks"), true, 64L << 20, 512L << 20, 0);
}
