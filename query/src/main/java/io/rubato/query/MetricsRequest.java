package io.rubato.query;

import io.rubato.traceql.Query;

/// A TraceQL metrics query.
///
/// @param query parsed and validated, with a metrics stage
/// @param steps the time axis; a span counts in the interval it starts in
/// @param exemplars at most so many; the hint `exemplars` of the query goes before
/// @param maxSeries at most so many series, the first in order; 0 for no limit
public record MetricsRequest(Query query, TimeSteps steps, int exemplars, int maxSeries) {}
