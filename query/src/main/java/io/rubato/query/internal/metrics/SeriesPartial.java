package io.rubato.query.internal.metrics;

import io.rubato.query.internal.scan.Partial;
import io.rubato.query.internal.value.Value;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The series that one stage makes of some batches, by the values they are grouped by.
record SeriesPartial(Map<List<Value>, Series> series, Budget budget) implements Partial<SeriesPartial> {
    @Override
    public SeriesPartial merge(SeriesPartial other) {
        if (series.isEmpty() || other.series.isEmpty()) {
            return series.isEmpty() ? other : this;
        }
        Map<List<Value>, Series> both = new HashMap<>(series);
        other.series.forEach((key, one) -> both.merge(key, one, (a, b) -> a.merge(b, budget)));
        return new SeriesPartial(both, budget);
    }
}
