package io.rubato.traceql;

/// What a query computes: spansets of traces ([Pipeline]) or time series ([MetricsPipeline], [MetricsMath]).
public sealed interface QueryBody permits Pipeline, MetricsPipeline, MetricsMath {}
