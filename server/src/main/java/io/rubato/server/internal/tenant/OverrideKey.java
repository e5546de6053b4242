package io.rubato.server.internal.tenant;

import io.rubato.server.config.RetentionSettings;
import io.rubato.server.internal.config.ByteSize;
import io.rubato.server.internal.config.Durations;
import java.time.Duration;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// A limit of a tenant, with its path in Tempo 3 and its name in Tempo 2, if they have it.
enum OverrideKey {
    RATE("ingestion.rate_limit_bytes", "ingestion_rate_limit_bytes") {
        @Override
        TenantLimits apply(TenantLimits l, String text) {
            return with(l, bytes(text), l.burstBytes(), l.maxTraceBytes(), l.maxAttributeBytes());
        }
    },
    BURST("ingestion.burst_size_bytes", "ingestion_burst_size_bytes") {
        @Override
        TenantLimits apply(TenantLimits l, String text) {
            return with(l, l.rateBytes(), bytes(text), l.maxTraceBytes(), l.maxAttributeBytes());
        }
    },
    TRACE("global.max_bytes_per_trace", "max_bytes_per_trace") {
        @Override
        TenantLimits apply(TenantLimits l, String text) {
            return with(l, l.rateBytes(), l.burstBytes(), bytes(text), l.maxAttributeBytes());
        }
    },
    ATTRIBUTE("ingestion.max_attribute_bytes", "ingestion_max_attribute_bytes") {
        @Override
        TenantLimits apply(TenantLimits l, String text) {
            return with(l, l.rateBytes(), l.burstBytes(), l.maxTraceBytes(), bytes(text));
        }
    },
    SEARCH("read.max_search_duration", "max_search_duration") {
        @Override
        TenantLimits apply(TenantLimits l, String text) {
            return with(l, duration(text), l.maxMetricsDuration(), l.retention());
        }
    },
    METRICS("read.max_metrics_duration", "max_metrics_duration") {
        @Override
        TenantLimits apply(TenantLimits l, String text) {
            return with(l, l.maxSearchDuration(), duration(text), l.retention());
        }
    },
    AGE("compaction.block_retention", "block_retention") {
        @Override
        TenantLimits apply(TenantLimits l, String text) {
            RetentionSettings kept = new RetentionSettings(
                    duration(text), l.retention().maxTotalBytes(), l.retention().clockJumpWait());
            return with(l, l.maxSearchDuration(), l.maxMetricsDuration(), kept);
        }
    },
    /// Tempo has none such.
    SIZE("retention.max_total_bytes", "max_total_bytes") {
        @Override
        TenantLimits apply(TenantLimits l, String text) {
            RetentionSettings kept = new RetentionSettings(
                    l.retention().blockRetention(), bytes(text), l.retention().clockJumpWait());
            return with(l, l.maxSearchDuration(), l.maxMetricsDuration(), kept);
        }
    };

    private final String path;
    private final String flat;

    OverrideKey(String path, String flat) {
        this.path = path;
        this.flat = flat;
    }

    /// The same limits with this one as the text says.
    ///
    /// @throws IllegalArgumentException for a text that is none
    abstract TenantLimits apply(TenantLimits limits, String text);

    /// What its values are like.
    String expected() {
        return switch (this) {
            case RATE, BURST, TRACE, ATTRIBUTE, SIZE -> "a size in bytes, such as 15000000 or 64MiB";
            case SEARCH, METRICS, AGE -> "a duration such as 168h";
        };
    }

    static @Nullable OverrideKey find(String name) {
        return Arrays.stream(values())
                .filter(key -> key.path.equals(name) || key.flat.equals(name))
                .findFirst()
                .orElse(null);
    }

    static boolean isSection(String name) {
        return Arrays.stream(values()).anyMatch(key -> key.path.startsWith(name + "."));
    }

    private static long bytes(String text) {
        return ByteSize.parse(text);
    }

    private static Duration duration(String text) {
        return Durations.parse(text);
    }

    private static TenantLimits with(TenantLimits limits, long rate, long burst, long trace, long attribute) {
        return new TenantLimits(
                rate,
                burst,
                trace,
                attribute,
                limits.maxSearchDuration(),
                limits.maxMetricsDuration(),
                limits.retention());
    }

    private static TenantLimits with(
            TenantLimits limits, Duration search, Duration metrics, RetentionSettings retention) {
        return new TenantLimits(
                limits.rateBytes(),
                limits.burstBytes(),
                limits.maxTraceBytes(),
                limits.maxAttributeBytes(),
                search,
                metrics,
                retention);
    }
}
