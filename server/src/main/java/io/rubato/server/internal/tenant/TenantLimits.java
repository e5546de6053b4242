package io.rubato.server.internal.tenant;

import io.rubato.server.config.MetricsSettings;
import io.rubato.server.config.QueryMemorySettings;
import io.rubato.server.config.QuerySettings;
import io.rubato.server.config.RetentionSettings;
import io.rubato.server.config.ServerConfig;
import java.time.Duration;

/// What a tenant may do, and how long its spans are kept. Zero is no limit.
///
/// @param rateBytes of requests, decompressed, each second
/// @param burstBytes at once
/// @param maxTraceBytes of a trace that is answered whole
/// @param maxAttributeBytes of a key, a name or a text value
/// @param maxSearchDuration greatest range of time of a search
/// @param maxMetricsDuration the same of a metrics query
record TenantLimits(
        long rateBytes,
        long burstBytes,
        long maxTraceBytes,
        long maxAttributeBytes,
        Duration maxSearchDuration,
        Duration maxMetricsDuration,
        RetentionSettings retention) {

    /// Those of a tenant of which nothing else is said.
    static TenantLimits of(ServerConfig config) {
        return new TenantLimits(
                config.tenants().rateBytes(),
                config.tenants().burstBytes(),
                config.query().memory().maxTraceBytes(),
                config.limits().maxStringBytes(),
                config.query().maxDuration(),
                config.query().metrics().maxDuration(),
                config.retention());
    }

    /// The narrowest of several.
    TenantLimits and(TenantLimits other) {
        return new TenantLimits(
                narrower(rateBytes, other.rateBytes),
                narrower(burstBytes, other.burstBytes),
                narrower(maxTraceBytes, other.maxTraceBytes),
                narrower(maxAttributeBytes, other.maxAttributeBytes),
                narrower(maxSearchDuration, other.maxSearchDuration),
                narrower(maxMetricsDuration, other.maxMetricsDuration),
                new RetentionSettings(
                        narrower(retention.blockRetention(), other.retention.blockRetention()),
                        narrower(retention.maxTotalBytes(), other.retention.maxTotalBytes()),
                        retention.clockJumpWait()));
    }

    private static Duration narrower(Duration one, Duration other) {
        return Duration.ofMillis(narrower(one.toMillis(), other.toMillis()));
    }

    private static long narrower(long one, long other) {
        return one == 0 || (other != 0 && other < one) ? other : one;
    }

    /// The same settings with these bounds.
    QuerySettings bound(QuerySettings usual) {
        MetricsSettings metrics = usual.metrics();
        QueryMemorySettings memory = usual.memory();
        return new QuerySettings(
                usual.defaultResultLimit(),
                usual.maxResultLimit(),
                maxSearchDuration,
                usual.defaultSpansPerSpanSet(),
                usual.maxSpansPerSpanSet(),
                usual.timeout(),
                usual.traceByIdTimeout(),
                usual.maxQueryExpressionSizeBytes(),
                usual.maxOutstanding(),
                new MetricsSettings(maxMetricsDuration, metrics.maxExemplars(), metrics.maxResponseSeries()),
                new QueryMemorySettings(memory.maxMemoryBytes(), memory.maxResultBytes(), maxTraceBytes));
    }
}
