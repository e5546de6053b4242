package io.rubato.query;

import io.rubato.storage.model.Attribute;
import io.rubato.storage.model.TraceId;
import java.util.List;

/// Numbers over time under one set of labels.
///
/// @param labels what it is grouped by, in the order of the query, then what the function adds; `__name__` with the
///     function's name where there is nothing else
/// @param samples by time; there is none where there is no number
/// @param exemplars by time
public record MetricsSeries(List<Attribute> labels, List<Sample> samples, List<Exemplar> exemplars) {
    /// @param timestampMillis the end of the interval, Unix milliseconds
    /// @param value seconds for lengths of time
    public record Sample(long timestampMillis, double value) {}

    /// A span that is among those a sample stands for.
    ///
    /// @param labels what the query tells of the span: what it groups by and measures
    /// @param timestampMillis the span's start
    /// @param value what was measured of it, seconds for lengths of time; of what only counts, the sample's value
    public record Exemplar(TraceId traceId, List<Attribute> labels, long timestampMillis, double value) {}
}
