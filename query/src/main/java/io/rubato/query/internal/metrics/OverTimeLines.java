package io.rubato.query.internal.metrics;

import io.rubato.query.TimeSteps;
import io.rubato.query.internal.search.Answers;
import io.rubato.query.internal.value.Value;
import io.rubato.storage.model.Attribute;
import io.rubato.storage.model.AttributeValue;
import io.rubato.traceql.Field;
import io.rubato.traceql.MetricsFunction;
import io.rubato.traceql.OverTime;
import io.rubato.traceql.Static;
import io.rubato.traceql.ValueType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// What a function over time shows of the cells of its series.
final class OverTimeLines {
    private static final double NANOS = 1e9;
    private final OverTime metrics;
    private final TimeSteps steps;

    /// Lengths of time are shown in seconds.
    private final boolean nanos;

    OverTimeLines(OverTime metrics, TimeSteps steps) {
        this.metrics = metrics;
        this.steps = steps;
        Field measured = metrics.measured();
        this.nanos = measured != null && measured.type() == ValueType.DURATION;
    }

    List<Line> of(SeriesPartial found) {
        List<Line> lines = new ArrayList<>();
        found.series().forEach((key, series) -> add(labels(key), series, lines));
        if (lines.isEmpty() && metrics.by().isEmpty() && !metrics.function().measures()) {
            // What is counted without groups is there even where nothing counts.
            lines.add(new Line(named(List.of()), new double[steps.count()], List.of()));
        }
        return lines;
    }

    private List<Attribute> labels(List<Value> key) {
        List<Attribute> labels = new ArrayList<>();
        for (int i = 0; i < key.size(); i++) {
            labels.add(new Attribute(metrics.by().get(i).toString(), Answers.orNil(key.get(i))));
        }
        return labels;
    }

    private List<Attribute> named(List<Attribute> labels) {
        return labels.isEmpty() ? List.of(Line.name(metrics.function().toString())) : labels;
    }

    private void add(List<Attribute> labels, Series series, List<Line> lines) {
        List<Line.Shown> exemplars = exemplars(labels, series.picks());
        switch (series.cells()) {
            case Counts(long[] counts) -> {
                double[] values = Arrays.stream(counts).asDoubleStream().toArray();
                lines.add(new Line(named(labels), perSecond(values), exemplars));
            }
            case Extremes(double[] values, boolean _) -> lines.add(new Line(named(labels), scaled(values), exemplars));
            case Sums sums -> lines.add(new Line(named(labels), sums(sums), exemplars));
            case Sketches sketches -> {
                if (metrics.function() == MetricsFunction.QUANTILE_OVER_TIME) {
                    quantiles(labels, sketches, exemplars, lines);
                } else {
                    histogram(labels, sketches, exemplars, lines);
                }
            }
        }
    }

    private double[] perSecond(double[] counts) {
        return metrics.function() == MetricsFunction.RATE
                ? Arrays.stream(counts).map(count -> count / steps.seconds()).toArray()
                : counts;
    }

    private double[] scaled(double[] values) {
        return Arrays.stream(values).map(this::scaled).toArray();
    }

    private double scaled(double value) {
        return nanos ? value / NANOS : value;
    }

    private double[] sums(Sums sums) {
        double[] values = new double[steps.count()];
        for (int i = 0; i < values.length; i++) {
            long count = sums.counts()[i];
            double sum = sums.sum(i);
            values[i] = switch (metrics.function()) {
                case RATE, COUNT_OVER_TIME -> sum;
                case AVG_OVER_TIME -> count == 0 ? Double.NaN : scaled(sum / count);
                case SUM_OVER_TIME, MIN_OVER_TIME, MAX_OVER_TIME, QUANTILE_OVER_TIME, HISTOGRAM_OVER_TIME ->
                    count == 0 ? Double.NaN : scaled(sum);
            };
        }
        return metrics.function() == MetricsFunction.RATE ? perSecond(values) : values;
    }

    private void quantiles(List<Attribute> labels, Sketches cells, List<Line.Shown> exemplars, List<Line> lines) {
        double[] ascending = metrics.quantiles().stream()
                .mapToDouble(Double::doubleValue)
                .sorted()
                .toArray();
        double[] @Nullable [] found = new double[steps.count()][];
        for (int i = 0; i < found.length; i++) {
            Sketch sketch = cells.sketches()[i];
            found[i] = sketch == null ? null : sketch.quantiles(ascending, cells.buckets());
        }
        List<double[]> values = metrics.quantiles().stream()
                .map(fraction -> line(found, Arrays.binarySearch(ascending, fraction)))
                .toList();
        List<List<Line.Shown>> shown = new ArrayList<>();
        values.forEach(_ -> shown.add(new ArrayList<>()));
        exemplars.forEach(one -> shown.get(quantileOf(one, values)).add(one));
        for (int i = 0; i < values.size(); i++) {
            lines.add(new Line(with(labels, "p", metrics.quantiles().get(i)), values.get(i), shown.get(i)));
        }
    }

    private double[] line(double[] @Nullable [] quantiles, int which) {
        return Arrays.stream(quantiles)
                .mapToDouble(found -> found == null ? Double.NaN : scaled(found[which]))
                .toArray();
    }

    /// An exemplar goes to the lowest line that is not below it, or the highest.
    private static int quantileOf(Line.Shown exemplar, List<double[]> values) {
        int highest = 0;
        int fitting = -1;
        int interval = exemplar.pick().interval();
        for (int i = 0; i < values.size(); i++) {
            double value = values.get(i)[interval];
            highest = value > values.get(highest)[interval] ? i : highest;
            if (value >= exemplar.value() && (fitting < 0 || value < values.get(fitting)[interval])) {
                fitting = i;
            }
        }
        return fitting < 0 ? highest : fitting;
    }

    private void histogram(List<Attribute> labels, Sketches cells, List<Line.Shown> exemplars, List<Line> lines) {
        Map<Double, double[]> buckets = new TreeMap<>();
        for (int i = 0; i < steps.count(); i++) {
            Sketch sketch = cells.sketches()[i];
            int interval = i;
            if (sketch != null) {
                sketch.visit(
                        cells.buckets(),
                        (value, count) ->
                                buckets.computeIfAbsent(value, _ -> new double[steps.count()])[interval] = count);
            }
        }
        buckets.forEach((bucket, values) -> {
            List<Line.Shown> own = exemplars.stream()
                    .filter(one -> bucketOf(one.pick().value(), cells.buckets()) == bucket)
                    .toList();
            lines.add(new Line(with(labels, "__bucket", scaled(bucket)), values, own));
        });
    }

    private static double bucketOf(double value, Buckets buckets) {
        if (value == 0 || !Double.isFinite(value)) {
            return value;
        }
        double bucket = buckets.value(buckets.of(Math.abs(value)));
        return value < 0 ? -bucket : bucket;
    }

    private static List<Attribute> with(List<Attribute> labels, String key, double value) {
        List<Attribute> more = new ArrayList<>(labels);
        more.add(new Attribute(key, new AttributeValue.Real(value)));
        return more;
    }

    private List<Line.Shown> exemplars(List<Attribute> labels, @Nullable Picks picks) {
        if (picks == null) {
            return List.of();
        }
        return picks.chosen().stream()
                .map(pick -> new Line.Shown(pick, exemplarLabels(labels, pick), value(pick)))
                .toList();
    }

    private double value(Pick pick) {
        return metrics.function().measures() ? scaled(pick.value()) : Double.NaN;
    }

    /// What it is grouped by, then what was measured, as text.
    private List<Attribute> exemplarLabels(List<Attribute> labels, Pick pick) {
        Field measured = metrics.measured();
        if (measured == null || labels.stream().anyMatch(label -> label.key().equals(measured.toString()))) {
            return List.copyOf(labels);
        }
        double value = pick.value();
        String text = nanos
                ? new Static.Duration((long) value).toString()
                : value == Math.rint(value) && Math.abs(value) < 1e15
                        ? Long.toString((long) value)
                        : Double.toString(value);
        List<Attribute> more = new ArrayList<>(labels);
        more.add(new Attribute(measured.toString(), new AttributeValue.Text(text)));
        return more;
    }
}
