package io.rubato.server.config;

import java.time.Duration;

/// Running counters of spans and of calls between services, for Prometheus.
///
/// @param enabled whether they are kept. Default off
/// @param interval how often what has come in is counted, and sent. Default 15s
/// @param settle how long after its end a span is counted: by then its trace should be there. Default 30s
/// @param maxSeries most label sets; what is more is counted in one of them. Default 10000
/// @param remoteWriteUrl where they are sent by remote write; empty for nowhere. The default
/// @param remoteWriteQueue most requests that wait while that cannot be reached; the oldest go. Default 240
public record SpanMetricsSettings(
        boolean enabled,
        Duration interval,
        Duration settle,
        int maxSeries,
        String remoteWriteUrl,
        int remoteWriteQueue) {

    /// What holds without a file.
    public static final SpanMetricsSettings DEFAULT =
            new SpanMetricsSettings(false, Duration.ofSeconds(15), Duration.ofSeconds(30), 10_000, "", 240);
}
