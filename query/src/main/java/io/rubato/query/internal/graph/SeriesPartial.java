package io.rubato.query.internal.graph;

import io.rubato.query.internal.scan.Partial;
import java.util.Map;

/// Some of the series of spans.
record SeriesPartial(Map<SeriesKey, Red> series) implements Partial<SeriesPartial> {
    @Override
    public SeriesPartial merge(SeriesPartial other) {
        return new SeriesPartial(GraphPartial.merged(series, other.series));
    }
}
