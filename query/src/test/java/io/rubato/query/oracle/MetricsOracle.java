package io.rubato.query.oracle;

import io.rubato.query.TimeSteps;
import io.rubato.query.memory.PlainSpan;
import io.rubato.query.memory.PlainTrace;
import io.rubato.query.oracle.Oracle.Row;
import io.rubato.storage.model.Attribute;
import io.rubato.storage.model.AttributeValue;
import io.rubato.traceql.Expression;
import io.rubato.traceql.Field;
import io.rubato.traceql.MetricsFunction;
import io.rubato.traceql.OverTime;
import io.rubato.traceql.Static;
import io.rubato.traceql.ValueType;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Series worked out span by span, value by value: labels as text to the numbers of all intervals, NaN for none.
final class MetricsOracle {
    private final List<PlainTrace> traces;
    private final TimeSteps steps;

    MetricsOracle(List<PlainTrace> traces, TimeSteps steps) {
        this.traces = traces;
        this.steps = steps;
    }

    /// A span that counts.
    record Counted(PlainTrace trace, int span, int interval, List<String> group, double value) {}

    List<Counted> counted(Expression filter, OverTime metrics) {
        List<Counted> counted = new ArrayList<>();
        for (PlainTrace trace : traces) {
            PlainFields fields = new PlainFields(trace);
            Oracle oracle = new Oracle(trace);
            List<Integer> matching = IntStream.range(0, trace.spans().size())
                    .filter(span -> oracle.holds(filter, span))
                    .boxed()
                    .toList();
            for (int span : matching) {
                int interval = interval(trace.spans().get(span).start());
                Field measured = metrics.measured();
                double value = measured == null ? 1 : measure(fields, trace, measured, span);
                if (interval >= 0 && !Double.isNaN(value)) {
                    List<String> group = metrics.by().stream()
                            .map(field -> field + "=" + label(first(fields, trace, field, span)))
                            .toList();
                    counted.add(new Counted(trace, span, interval, group, value));
                }
            }
        }
        return counted;
    }

    /// The interval whose left edge is before and whose right edge is not before.
    private int interval(long start) {
        for (int i = 0; i < steps.count(); i++) {
            long left = steps.afterNanos() + i * steps.stepNanos();
            if (left < start && start <= left + steps.stepNanos()) {
                return i;
            }
        }
        return -1;
    }

    private static double measure(PlainFields fields, PlainTrace trace, Field field, int span) {
        return rows(trace, field, span).stream()
                .mapToDouble(row -> number(fields.value(field, row)))
                .filter(number -> !Double.isNaN(number))
                .findFirst()
                .orElse(Double.NaN);
    }

    private static @Nullable Object first(PlainFields fields, PlainTrace trace, Field field, int span) {
        for (Row row : rows(trace, field, span)) {
            Object value = fields.value(field, row);
            if (value != null) {
                return value;
            }
        }
        return null;
    }

    private static List<Row> rows(PlainTrace trace, Field field, int span) {
        PlainSpan plain = trace.spans().get(span);
        String name = field.toString();
        Stream<Row> rows = name.startsWith("event")
                ? plain.events().stream().map(event -> new Row(span, event, null))
                : name.startsWith("link")
                        ? plain.links().stream().map(link -> new Row(span, null, link))
                        : Stream.of(new Row(span, null, null));
        return rows.toList();
    }

    private static double number(@Nullable Object value) {
        return switch (value) {
            case Long number -> (double) number;
            case Double number -> number;
            case Oracle.Nanos nanos -> (double) nanos.value();
            case null, default -> Double.NaN;
        };
    }

    /// With its type, so that 1 and "1" differ.
    private static String label(@Nullable Object value) {
        return switch (value) {
            case null -> "Text:nil";
            case Long number -> "Int:" + number;
            case Double number -> "Real:" + number;
            case Boolean bool -> "Bool:" + bool;
            case List<?> list ->
                list.stream().map(MetricsOracle::label).toList().toString();
            case String text -> "Text:" + text;
            case Oracle.Nanos nanos -> "Text:" + new Static.Duration(nanos.value());
            case Oracle.Hex hex -> "Text:" + hex.digits();
            case AttributeValue opaque -> "Text:" + text(opaque);
            // The parent span itself has nothing to show.
            default -> value instanceof Enum<?> ? "Text:" + value : "Text:";
        };
    }

    /// A label of the engine in the same form.
    static String label(Attribute attribute) {
        return attribute.key() + "=" + label(attribute.value());
    }

    private static String label(AttributeValue value) {
        return switch (value) {
            case AttributeValue.Text text -> "Text:" + text.value();
            case AttributeValue.Int number -> "Int:" + number.value();
            case AttributeValue.Real number -> "Real:" + number.value();
            case AttributeValue.Bool bool -> "Bool:" + bool.value();
            case AttributeValue.Array array ->
                array.values().stream()
                        .map(element -> element instanceof AttributeValue.Empty ? "Text:nil" : label(element))
                        .toList()
                        .toString();
            case AttributeValue.Bytes _, AttributeValue.KeyValues _, AttributeValue.Empty _ -> "?" + value;
        };
    }

    private static String text(AttributeValue value) {
        return switch (value) {
            case AttributeValue.Text text -> text.value();
            case AttributeValue.Int number -> Long.toString(number.value());
            case AttributeValue.Real number -> Double.toString(number.value());
            case AttributeValue.Bool bool -> Boolean.toString(bool.value());
            case AttributeValue.Bytes bytes -> Base64.getEncoder().encodeToString(bytes.value());
            case AttributeValue.Empty _ -> "";
            case AttributeValue.Array array ->
                array.values().stream().map(MetricsOracle::text).collect(Collectors.joining(", ", "[", "]"));
            case AttributeValue.KeyValues list ->
                list.values().stream()
                        .map(entry -> entry.key() + ": " + text(entry.value()))
                        .collect(Collectors.joining(", ", "{", "}"));
        };
    }

    /// The whole answer.
    Map<List<String>, double[]> series(Expression filter, OverTime metrics) {
        Map<List<String>, List<Counted>> groups = new TreeMap<>(java.util.Comparator.comparing(List::toString));
        if (metrics.by().isEmpty() && !metrics.function().measures()) {
            groups.put(List.of(), new ArrayList<>());
        }
        counted(filter, metrics)
                .forEach(one -> groups.computeIfAbsent(one.group, _ -> new ArrayList<>())
                        .add(one));
        Map<List<String>, double[]> series = new TreeMap<>(java.util.Comparator.comparing(List::toString));
        groups.forEach((group, counted) -> series(group, counted, metrics, series));
        series.values().removeIf(values -> java.util.Arrays.stream(values).allMatch(Double::isNaN));
        return series;
    }

    private void series(
            List<String> group, List<Counted> counted, OverTime metrics, Map<List<String>, double[]> series) {
        double unit = metrics.measured() != null && metrics.measured().type() == ValueType.DURATION ? 1e9 : 1;
        for (int i = 0; i < steps.count(); i++) {
            int interval = i;
            double[] values = counted.stream()
                    .filter(one -> one.interval == interval)
                    .mapToDouble(Counted::value)
                    .sorted()
                    .toArray();
            double[] finite =
                    java.util.Arrays.stream(values).filter(Double::isFinite).toArray();
            List<String> named = group.isEmpty() ? List.of("__name__=Text:" + metrics.function()) : group;
            switch (metrics.function()) {
                case RATE -> put(series, named, i, values.length / steps.seconds());
                case COUNT_OVER_TIME -> put(series, named, i, values.length);
                case MIN_OVER_TIME -> put(series, named, i, values.length == 0 ? Double.NaN : values[0] / unit);
                case MAX_OVER_TIME ->
                    put(series, named, i, values.length == 0 ? Double.NaN : values[values.length - 1] / unit);
                case SUM_OVER_TIME -> put(series, named, i, values.length == 0 ? Double.NaN : sum(values) / unit);
                case AVG_OVER_TIME ->
                    put(series, named, i, values.length == 0 ? Double.NaN : sum(values) / values.length / unit);
                case QUANTILE_OVER_TIME -> {
                    for (double p : metrics.quantiles()) {
                        int rank = (int) Math.clamp((long) Math.ceil(p * finite.length - 1e-9), 1L, Integer.MAX_VALUE);
                        double value = finite.length == 0 ? Double.NaN : finite[Math.min(rank, finite.length) - 1];
                        put(series, and(group, "p=Real:" + p), i, value / unit);
                    }
                }
                case HISTOGRAM_OVER_TIME -> {
                    for (double value : finite) {
                        List<String> key = and(group, "__bucket=Real:" + bucket(value) / unit);
                        series.computeIfAbsent(key, _ -> new double[steps.count()])[i]++;
                    }
                }
            }
        }
    }

    private static double sum(double[] values) {
        if (!java.util.Arrays.stream(values).allMatch(Double::isFinite)) {
            return Double.POSITIVE_INFINITY;
        }
        return java.util.Arrays.stream(values)
                .mapToObj(java.math.BigDecimal::new)
                .reduce(java.math.BigDecimal.ZERO, java.math.BigDecimal::add)
                .doubleValue();
    }

    private static double bucket(double value) {
        if (value <= 0) {
            return value == 0 ? 0 : -bucket(-value);
        }
        double bucket = 1;
        while (bucket < value) {
            bucket *= 2;
        }
        while (bucket / 2 >= value) {
            bucket /= 2;
        }
        return bucket;
    }

    private static List<String> and(List<String> group, String label) {
        List<String> more = new ArrayList<>(group);
        more.add(label);
        return more;
    }

    private void put(Map<List<String>, double[]> series, List<String> key, int interval, double value) {
        series.computeIfAbsent(key, _ -> {
            double[] none = new double[steps.count()];
            java.util.Arrays.fill(none, Double.NaN);
            return none;
        })[interval] = value;
    }

    /// How far a number of the function may be from the exact one.
    static double tolerance(MetricsFunction function) {
        return switch (function) {
            case QUANTILE_OVER_TIME -> 0.01;
            case SUM_OVER_TIME, AVG_OVER_TIME -> 1e-12;
            case RATE, COUNT_OVER_TIME, MIN_OVER_TIME, MAX_OVER_TIME, HISTOGRAM_OVER_TIME -> 0;
        };
    }
}
