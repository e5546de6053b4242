package io.rubato.traceql;

/// Something that yields time series, or a number to combine them with.
public sealed interface MetricsExpression permits MetricsPipeline, MetricsMath, MetricsScalar {}
