package io.rubato.server.internal.life;

import io.rubato.server.config.LimitSettings;
import io.rubato.server.config.RetentionSettings;
import io.rubato.server.config.ServerConfig;
import io.rubato.storage.IngestLimits;
import io.rubato.storage.StoreOptions;
import java.nio.file.Path;

/// The configuration as the store takes it.
public final class StoreSettings {
    private StoreSettings() {}

    public static StoreOptions of(ServerConfig config) {
        StoreOptions defaults = StoreOptions.at(config.storage().dataDir());
        return new StoreOptions(
                config.storage().walPath(),
                config.storage().blocksPath(),
                new StoreOptions.Wal(
                        config.storage().walFsync(), config.storage().walSegmentBytes()),
                new StoreOptions.Cut(
                        config.head().maxBlockSpans(),
                        config.head().maxBlockBytes(),
                        config.head().maxBlockDuration(),
                        config.head().traceIdlePeriod(),
                        config.head().flushCheckPeriod()),
                limits(config.limits(), config.limits().maxStringBytes()),
                defaults.memory(),
                retention(config, config.retention()),
                new StoreOptions.Merge(
                        config.compaction().window(),
                        defaults.merge().maxSpans(),
                        (int) Math.min(config.compaction().maxObjects(), Integer.MAX_VALUE),
                        defaults.merge().minBlocks()),
                defaults.move(),
                defaults.filters(),
                defaults.clock());
    }

    /// Where the store lies, for people: one directory, or log and blocks where they are apart.
    public static String place(ServerConfig config) {
        Path wal = config.storage().walPath().toAbsolutePath().normalize();
        Path blocks = config.storage().blocksPath().toAbsolutePath().normalize();
        Path common = blocks.getParent();
        return common != null && common.equals(wal.getParent()) ? common.toString() : wal + " and " + blocks;
    }

    /// With a retention of its own.
    public static StoreOptions.Retention retention(ServerConfig config, RetentionSettings retention) {
        return new StoreOptions.Retention(
                retention.blockRetention(),
                retention.maxTotalBytes(),
                config.compaction().compactedBlockRetention(),
                config.storage().minFreeBytes(),
                config.retention().clockJumpWait());
    }

    /// With a bound of texts of its own.
    public static IngestLimits limits(LimitSettings limits, long maxStringBytes) {
        IngestLimits defaults = IngestLimits.DEFAULT;
        return new IngestLimits(
                bytes(limits.maxDecompressedBytes()),
                limits.maxAttributesPerSpan(),
                defaults.maxEvents(),
                bytes(maxStringBytes),
                defaults.maxColumns());
    }

    /// A size that an array can have.
    private static int bytes(long size) {
        return (int) Math.min(size, Integer.MAX_VALUE - 64);
    }
}
