package io.rubato.server.config;

import java.time.Duration;

/// Bounds of queries.
///
/// @param defaultResultLimit traces of a search that names no limit. Default 20
/// @param maxResultLimit greatest limit that a search may name; 0 is off. Default 262144
/// @param maxDuration greatest range of time of a search; 0 is off. Default 168h
/// @param defaultSpansPerSpanSet spans shown of a trace found, if the search does not say. Default 3
/// @param maxSpansPerSpanSet most that it may say; 0 is off. Default 100
/// @param timeout how long a search may take. Default 30s
/// @param traceByIdTimeout how long the look-up of a trace may take. Default 10s
/// @param maxQueryExpressionSizeBytes greatest TraceQL text, in bytes. Default 128KiB
/// @param maxOutstanding queries that may wait for others to end; more are refused. Default 2000
/// @param metrics further bounds of metrics queries
/// @param memory what one query may use beside its time
public record QuerySettings(
        int defaultResultLimit,
        int maxResultLimit,
        Duration maxDuration,
        int defaultSpansPerSpanSet,
        int maxSpansPerSpanSet,
        Duration timeout,
        Duration traceByIdTimeout,
        long maxQueryExpressionSizeBytes,
        int maxOutstanding,
        MetricsSettings metrics,
        QueryMemorySettings memory) {

    /// What holds without a file.
    public static final QuerySettings DEFAULT = new QuerySettings(
            20,
            262_144,
            Duration.ofDays(7),
            3,
            100,
            Duration.ofSeconds(30),
            Duration.ofSeconds(10),
            128L << 10,
            2_000,
            MetricsSettings.DEFAULT,
            QueryMemorySettings.DEFAULT);
}
