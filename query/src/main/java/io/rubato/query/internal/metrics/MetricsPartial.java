package io.rubato.query.internal.metrics;

import io.rubato.query.internal.scan.Partial;
import java.util.ArrayList;
import java.util.List;

/// What all stages of a query make of some batches, and what it took.
///
/// @param series of each stage
record MetricsPartial(List<SeriesPartial> series, long inspectedTraces, long inspectedSpans, long inspectedBytes)
        implements Partial<MetricsPartial> {
    @Override
    public MetricsPartial merge(MetricsPartial other) {
        List<SeriesPartial> both = new ArrayList<>();
        for (int i = 0; i < series.size(); i++) {
            both.add(series.get(i).merge(other.series.get(i)));
        }
        return new MetricsPartial(
                both,
                inspectedTraces + other.inspectedTraces,
                inspectedSpans + other.inspectedSpans,
                inspectedBytes + other.inspectedBytes);
    }
}
