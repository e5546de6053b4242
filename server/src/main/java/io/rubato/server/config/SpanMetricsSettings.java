package io.rubato.server.config;

import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;

/// Running counters of spans and of calls between services, for Prometheus.
///
/// @param enabled whether they are kept. Default off
/// @param processors what is counted. Default all but sizes
/// @param interval how often what has come in is counted, and sent. Default 15s
/// @param settle how long after its end a span is counted: by then its trace should be there. Default 30s
/// @param maxSeries most label sets; what is more is counted in one of them. Default 10000
/// @param spans labels of spans
/// @param graph labels of calls
/// @param remoteWrite where they are sent
public record SpanMetricsSettings(
        boolean enabled,
        Set<Processor> processors,
        Duration interval,
        Duration settle,
        int maxSeries,
        SpanSeriesSettings spans,
        GraphSeriesSettings graph,
        RemoteWriteSettings remoteWrite) {

    /// What can be counted, by Tempo's names.
    public enum Processor {
        SERVICE_GRAPHS_REQUEST,
        SERVICE_GRAPHS_LATENCY,
        SPAN_METRICS_COUNT,
        SPAN_METRICS_LATENCY,
        SPAN_METRICS_SIZE
    }

    /// What holds without a file.
    public static final SpanMetricsSettings DEFAULT = new SpanMetricsSettings(
            false,
            EnumSet.complementOf(EnumSet.of(Processor.SPAN_METRICS_SIZE)),
            Duration.ofSeconds(15),
            Duration.ofSeconds(30),
            10_000,
            SpanSeriesSettings.DEFAULT,
            GraphSeriesSettings.DEFAULT,
            RemoteWriteSettings.DEFAULT);
}
