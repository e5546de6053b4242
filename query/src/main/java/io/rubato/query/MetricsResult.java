package io.rubato.query;

import java.util.List;
import java.util.Optional;

/// The answer to a metrics query.
///
/// @param series by the number of their labels, then keys, then values
/// @param leftOut why it is not all of the answer, if it is not
/// @param warnings about the query, one line each
/// @param metrics what it took
public record MetricsResult(
        List<MetricsSeries> series, Optional<String> leftOut, List<String> warnings, QueryMetrics metrics) {}
