package io.rubato.traceql;

import java.util.List;

/// Spans turned into time series: `{ status = error } | rate() by(resource.service.name) | topk(5)`.
///
/// @param source yields the spans
/// @param metrics turns them into series
/// @param second what is then done to the series, in order
public record MetricsPipeline(Pipeline source, MetricsStage metrics, List<SecondStage> second)
        implements MetricsExpression, QueryBody {

    /// Copies the list.
    public MetricsPipeline {
        second = List.copyOf(second);
    }

    @Override
    public String toString() {
        return source + " | " + metrics + Printer.second(second);
    }
}
