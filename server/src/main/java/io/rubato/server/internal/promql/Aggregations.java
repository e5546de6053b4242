package io.rubato.server.internal.promql;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/// Aggregations of samples by labels.
final class Aggregations {
    private Aggregations() {}

    /// @param parameter of operators that take a number
    static List<Sample> of(PromExpr.Aggregation aggregation, double parameter, List<Sample> operand) {
        Map<SortedMap<String, String>, List<Sample>> groups = new LinkedHashMap<>();
        for (Sample sample : operand) {
            groups.computeIfAbsent(sample.labels(aggregation.without(), aggregation.labels()), key -> new ArrayList<>())
                    .add(sample);
        }
        List<Sample> result = new ArrayList<>();
        groups.forEach((labels, group) -> {
            switch (aggregation.operator()) {
                case TOPK, BOTTOMK ->
                    result.addAll(ends(aggregation.operator() == AggregationOperator.TOPK, parameter, group));
                case COUNT_VALUES -> result.addAll(values(aggregation, labels, group));
                default -> aggregate(aggregation.operator(), parameter, labels, group, result);
            }
        });
        return result;
    }

    private static List<Sample> ends(boolean greatest, double count, List<Sample> group) {
        Comparator<Sample> ascending = Comparator.comparingDouble(Sample::value);
        // What is no number comes last.
        Comparator<Sample> numbers = Comparator.comparing(sample -> Double.isNaN(sample.value()));
        return group.stream()
                .filter(sample -> sample.histogram() == null)
                .sorted(numbers.thenComparing(greatest ? ascending.reversed() : ascending))
                .limit(Math.max(0, (long) count))
                .toList();
    }

    private static List<Sample> values(
            PromExpr.Aggregation aggregation, SortedMap<String, String> labels, List<Sample> group) {
        String label = aggregation.parameter() instanceof PromExpr.Text(String text) ? text : "";
        if (!label.matches("[a-zA-Z_][a-zA-Z0-9_]*")) {
            throw new PromException("invalid label name \"" + label + "\"");
        }
        Map<String, Integer> counts = new LinkedHashMap<>();
        group.forEach(sample -> counts.merge(PromNumbers.text(sample.value()), 1, Integer::sum));
        List<Sample> result = new ArrayList<>();
        counts.forEach((value, count) -> {
            SortedMap<String, String> more = new TreeMap<>(labels);
            more.put(label, value);
            result.add(new Sample(more, count));
        });
        return result;
    }

    private static void aggregate(
            AggregationOperator operator,
            double parameter,
            SortedMap<String, String> labels,
            List<Sample> group,
            List<Sample> result) {
        List<NativeHistogram> histograms = new ArrayList<>();
        for (Sample sample : group) {
            if (sample.histogram() != null) {
                histograms.add(sample.histogram());
            }
        }
        boolean counts = operator == AggregationOperator.COUNT || operator == AggregationOperator.GROUP;
        if (histograms.isEmpty() || counts) {
            double[] values = group.stream().mapToDouble(Sample::value).toArray();
            result.add(new Sample(labels, value(operator, parameter, values)));
        } else if (operator == AggregationOperator.SUM && histograms.size() == group.size()) {
            result.add(Sample.of(
                    labels, histograms.stream().reduce(NativeHistogram::plus).orElseThrow()));
        }
    }

    private static double value(AggregationOperator operator, double parameter, double[] values) {
        return switch (operator) {
            case SUM -> Statistics.sum(values);
            case AVG -> Statistics.mean(values);
            case MIN -> Statistics.min(values);
            case MAX -> Statistics.max(values);
            case COUNT -> values.length;
            case GROUP -> 1;
            case STDDEV -> Math.sqrt(Statistics.variance(values));
            case STDVAR -> Statistics.variance(values);
            case QUANTILE -> Statistics.quantile(parameter, values);
            case TOPK, BOTTOMK, COUNT_VALUES ->
                throw new IllegalArgumentException(operator + " (expected: one with one value)");
        };
    }
}
