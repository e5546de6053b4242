package io.rubato.traceql;

/// The stage that turns spans into time series.
public sealed interface MetricsStage permits OverTime, Compare {}
