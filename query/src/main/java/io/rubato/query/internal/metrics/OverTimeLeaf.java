package io.rubato.query.internal.metrics;

import io.rubato.query.TimeSteps;
import io.rubato.query.internal.eval.Binder;
import io.rubato.storage.scan.CodedField;
import io.rubato.storage.scan.Dictionary;
import io.rubato.storage.scan.SpanSource;
import io.rubato.traceql.Field;
import io.rubato.traceql.OverTime;
import io.rubato.traceql.Pipeline;
import java.util.List;

/// `rate()` and the functions named `..._over_time()`.
record OverTimeLeaf(Pipeline pipeline, OverTime metrics, boolean extrapolate, TimeSteps steps, Picks.Slots slots)
        implements Leaf {
    @Override
    public Table table(Budget budget) {
        return new SeriesTable(new SeriesTable.Layout(kind(), steps.count(), slots), budget);
    }

    private CellKind kind() {
        return switch (metrics.function()) {
            case RATE, COUNT_OVER_TIME -> extrapolate ? CellKind.SUM : CellKind.COUNT;
            case MIN_OVER_TIME -> CellKind.MIN;
            case MAX_OVER_TIME -> CellKind.MAX;
            case SUM_OVER_TIME, AVG_OVER_TIME -> CellKind.SUM;
            case QUANTILE_OVER_TIME -> CellKind.QUANTILES;
            case HISTOGRAM_OVER_TIME -> CellKind.POWERS;
        };
    }

    @Override
    public Bound bind(Binder binder) {
        List<SpanLevel> by = metrics.by().stream()
                .map(field -> new SpanLevel(binder.field(field)))
                .toList();
        Numbers numbers = numbers(binder);
        return (observations, table) -> {
            Observations counted = numbers.of(observations);
            if (counted.count() > 0) {
                Groups groups = Groups.by(by, counted);
                ((SeriesTable) table).add(groups.keys(), groups.of(), counted);
            }
        };
    }

    /// Adds to observations what is measured.
    private interface Numbers {
        Observations of(Observations observations);
    }

    private Numbers numbers(Binder binder) {
        Field measured = metrics.measured();
        SpanSource source = binder.source();
        if (measured == null) {
            return extrapolate
                    ? observations -> Weights.times(observations, weights(source), null)
                    : observations -> observations;
        }
        SpanLevel field = new SpanLevel(binder.field(measured));
        boolean finite = kind() == CellKind.QUANTILES || kind() == CellKind.POWERS;
        boolean weighted = extrapolate && metrics.function() == io.rubato.traceql.MetricsFunction.SUM_OVER_TIME;
        return weighted
                ? observations -> Weights.times(observations, weights(source), field.numbers(observations.batch()))
                : observations -> observations.measured(field.numbers(observations.batch()), finite);
    }

    private static Dictionary weights(SpanSource source) {
        return source.dictionary(CodedField.TRACE_STATE);
    }

    @Override
    public List<Line> lines(SeriesPartial found) {
        return new OverTimeLines(metrics, steps).of(found);
    }
}
