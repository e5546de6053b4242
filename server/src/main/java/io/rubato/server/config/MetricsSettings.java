package io.rubato.server.config;

import java.time.Duration;

/// Bounds of TraceQL metrics queries.
///
/// @param maxDuration greatest range of time; 0 is off. Default 24h
/// @param maxExemplars exemplars of a query that names no number, and most that it may name. Default 100
/// @param maxResponseSeries most series of an answer, which is partial beyond; 0 is off. Default 10000
public record MetricsSettings(Duration maxDuration, int maxExemplars, int maxResponseSeries) {

    /// What holds without a file.
    public static final MetricsSettings DEFAULT = new MetricsSettings(Duration.ofHours(24), 100, 10_000);
}
