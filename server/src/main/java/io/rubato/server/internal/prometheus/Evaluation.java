package io.rubato.server.internal.prometheus;

import io.rubato.server.internal.prometheus.PromExpr.Operator;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;

/// Works expressions out. A rate is what was counted in its range, divided by its length: nothing is extrapolated.
///
/// @param lookBackNanos what a counter without a range has counted
record Evaluation(SpanWindows windows, long lookBackNanos) {
    /// @param step which of the times of the windows
    List<Sample> at(PromExpr expression, int step) {
        return switch (expression) {
            case PromExpr.Scalar _ -> throw new PromException("a number is no vector");
            case PromExpr.Selector selector -> windows.select(selector.matchers(), lookBackNanos, step);
            case PromExpr.Rate rate -> rate(rate, step);
            case PromExpr.Aggregation aggregation -> aggregate(aggregation, at(aggregation.operand(), step));
            case PromExpr.Quantile quantile -> Quantiles.of(quantile.fraction(), at(quantile.operand(), step));
            case PromExpr.Union union -> union(at(union.left(), step), at(union.right(), step));
        };
    }

    private List<Sample> rate(PromExpr.Rate rate, int step) {
        long range = rate.selector().rangeNanos();
        double divisor = rate.perSecond() ? range / 1e9 : 1;
        return windows.select(rate.selector().matchers(), range, step).stream()
                .map(sample -> new Sample(sample.labels(true, List.of()), sample.value() / divisor))
                .toList();
    }

    private static List<Sample> union(List<Sample> left, List<Sample> right) {
        Set<SortedMap<String, String>> known = new HashSet<>();
        left.forEach(sample -> known.add(sample.labels(true, List.of())));
        List<Sample> all = new ArrayList<>(left);
        right.stream()
                .filter(sample -> !known.contains(sample.labels(true, List.of())))
                .forEach(all::add);
        return all;
    }

    private static List<Sample> aggregate(PromExpr.Aggregation aggregation, List<Sample> operand) {
        Map<SortedMap<String, String>, List<Sample>> groups = new LinkedHashMap<>();
        for (Sample sample : operand) {
            groups.computeIfAbsent(sample.labels(aggregation.without(), aggregation.labels()), key -> new ArrayList<>())
                    .add(sample);
        }
        List<Sample> result = new ArrayList<>();
        groups.forEach((labels, group) -> {
            if (aggregation.operator() == Operator.TOPK || aggregation.operator() == Operator.BOTTOMK) {
                result.addAll(ends(aggregation, group));
            } else {
                result.add(new Sample(labels, value(aggregation.operator(), group)));
            }
        });
        return result;
    }

    private static List<Sample> ends(PromExpr.Aggregation aggregation, List<Sample> group) {
        Comparator<Sample> ascending = Comparator.comparingDouble(Sample::value);
        return group.stream()
                .sorted(aggregation.operator() == Operator.TOPK ? ascending.reversed() : ascending)
                .limit(Math.max(0, (long) aggregation.parameter()))
                .toList();
    }

    private static double value(Operator operator, List<Sample> group) {
        return switch (operator) {
            case SUM -> group.stream().mapToDouble(Sample::value).sum();
            case AVG -> group.stream().mapToDouble(Sample::value).average().orElse(Double.NaN);
            case MIN -> group.stream().mapToDouble(Sample::value).min().orElse(Double.NaN);
            case MAX -> group.stream().mapToDouble(Sample::value).max().orElse(Double.NaN);
            case COUNT -> group.size();
            case GROUP -> 1;
            case TOPK, BOTTOMK -> throw new IllegalArgumentException(operator + " (expected: one with one value)");
        };
    }
}
