package io.rubato.server.internal.promql;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.SortedMap;
import java.util.stream.IntStream;

/// Functions of points over a range, one sample for each series.
/// Source: `promql/functions.go` of <https://github.com/prometheus/prometheus>, version 2.42
final class RangeFunctions {
    private static final double SECOND = 1e9;

    private RangeFunctions() {}

    static List<Sample> of(String name, List<Points> series) {
        List<Sample> result = new ArrayList<>();
        for (Points points : series) {
            OptionalDouble value = value(name, points);
            if (value.isPresent()) {
                Sample sample = new Sample(points.labels(), value.getAsDouble());
                result.add(name.equals("last_over_time") ? sample : new Sample(sample.unnamed(), sample.value()));
            }
        }
        return InstantFunctions.distinct(result);
    }

    private static OptionalDouble value(String name, Points points) {
        double[] values = points.values();
        return switch (name) {
            case "rate" -> extrapolated(points, true, true);
            case "increase" -> extrapolated(points, true, false);
            case "delta" -> extrapolated(points, false, false);
            case "irate", "idelta" -> lastTwo(points, name.equals("irate"));
            case "changes" ->
                OptionalDouble.of((double) IntStream.range(1, values.length)
                        .filter(i ->
                                values[i] != values[i - 1] && !(Double.isNaN(values[i]) && Double.isNaN(values[i - 1])))
                        .count());
            case "resets" ->
                OptionalDouble.of((double) IntStream.range(1, values.length)
                        .filter(i -> values[i] < values[i - 1])
                        .count());
            case "avg_over_time" -> OptionalDouble.of(Statistics.mean(values));
            case "count_over_time" -> OptionalDouble.of(values.length);
            case "last_over_time" -> OptionalDouble.of(points.last());
            case "max_over_time" -> OptionalDouble.of(Statistics.max(values));
            case "min_over_time" -> OptionalDouble.of(Statistics.min(values));
            case "present_over_time" -> OptionalDouble.of(1);
            case "stddev_over_time" -> OptionalDouble.of(Math.sqrt(Statistics.variance(values)));
            case "stdvar_over_time" -> OptionalDouble.of(Statistics.variance(values));
            case "sum_over_time" -> OptionalDouble.of(Statistics.sum(values));
            default -> throw new IllegalArgumentException(name + " (expected: a function of ranges)");
        };
    }

    static List<Sample> quantile(double fraction, List<Points> series) {
        return InstantFunctions.distinct(series.stream()
                .map(points -> new Sample(
                        new Sample(points.labels(), 0).unnamed(), Statistics.quantile(fraction, points.values())))
                .toList());
    }

    /// What counters grew by, to both ends of the range as far as there is reason to.
    private static OptionalDouble extrapolated(Points points, boolean counter, boolean perSecond) {
        int count = points.count();
        if (count < 2) {
            return OptionalDouble.empty();
        }
        double[] values = points.values();
        double grown = points.last() - values[0];
        for (int i = 1; counter && i < count; i++) {
            grown += values[i] < values[i - 1] ? values[i - 1] : 0;
        }
        double toStart = (points.times()[0] - points.start()) / SECOND;
        double toEnd = (points.end() - points.times()[count - 1]) / SECOND;
        double sampled = (points.times()[count - 1] - points.times()[0]) / SECOND;
        double between = sampled / (count - 1);
        if (counter && grown > 0 && values[0] >= 0) {
            toStart = Math.min(toStart, sampled * (values[0] / grown));
        }
        double threshold = between * 1.1;
        double whole =
                sampled + (toStart < threshold ? toStart : between / 2) + (toEnd < threshold ? toEnd : between / 2);
        double factor = whole / sampled;
        return OptionalDouble.of(grown * (perSecond ? factor / ((points.end() - points.start()) / SECOND) : factor));
    }

    private static OptionalDouble lastTwo(Points points, boolean perSecond) {
        int count = points.count();
        if (count < 2) {
            return OptionalDouble.empty();
        }
        double before = points.values()[count - 2];
        double last = points.last();
        double grown = perSecond && last < before ? last : last - before;
        double seconds = (points.times()[count - 1] - points.times()[count - 2]) / SECOND;
        return OptionalDouble.of(perSecond ? grown / seconds : grown);
    }

    /// What grew, and 0 for series that are known but did not.
    static List<Sample> grown(List<Sample> grown, List<Sample> known, double divisor) {
        Map<SortedMap<String, String>, Double> values = new HashMap<>();
        grown.forEach(sample -> values.put(sample.labels(), sample.value()));
        return known.stream()
                .map(sample -> new Sample(sample.unnamed(), values.getOrDefault(sample.labels(), 0.0) / divisor))
                .toList();
    }
}
