package io.rubato.server.internal.promql;

import io.rubato.server.internal.promql.PromExpr.Many;
import io.rubato.server.internal.promql.PromExpr.Matching;
import io.rubato.server.internal.promql.PromExpr.ResultType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Operators between two vectors, or a vector and a number.
/// Source: <https://prometheus.io/docs/prometheus/latest/querying/operators/>
final class BinaryOperations {
    private BinaryOperations() {}

    static List<Sample> of(PromExpr.Binary binary, List<Sample> left, List<Sample> right) {
        BinaryOperator operator = binary.operator();
        if (binary.type() == ResultType.SCALAR) {
            return Sample.scalar(
                    operator.apply(left.getFirst().value(), right.getFirst().value()));
        }
        if (operator.isSet()) {
            return set(operator, binary.matching(), left, right);
        }
        if (binary.left().type() == ResultType.SCALAR) {
            return withNumber(binary, right, left.getFirst().value(), true);
        }
        if (binary.right().type() == ResultType.SCALAR) {
            return withNumber(binary, left, right.getFirst().value(), false);
        }
        return matched(binary, left, right);
    }

    private static List<Sample> withNumber(
            PromExpr.Binary binary, List<Sample> vector, double number, boolean numberFirst) {
        List<Sample> result = new ArrayList<>();
        for (Sample sample : vector) {
            double a = numberFirst ? number : sample.value();
            double b = numberFirst ? sample.value() : number;
            double value = binary.operator().apply(a, b);
            if (!filters(binary)) {
                result.add(new Sample(sample.unnamed(), value));
            } else if (value == 1) {
                result.add(sample);
            }
        }
        return filters(binary) ? result : InstantFunctions.distinct(result);
    }

    /// Whether samples stay or go, instead of getting another value.
    private static boolean filters(PromExpr.Binary binary) {
        return binary.operator().isComparison() && !binary.bool();
    }

    private static SortedMap<String, String> key(Matching matching, Sample sample) {
        return sample.labels(!matching.on(), matching.labels());
    }

    private static List<Sample> set(BinaryOperator operator, Matching matching, List<Sample> left, List<Sample> right) {
        boolean either = operator == BinaryOperator.OR;
        Set<SortedMap<String, String>> known = new HashSet<>();
        (either ? left : right).forEach(sample -> known.add(key(matching, sample)));
        List<Sample> result = new ArrayList<>();
        if (either) {
            result.addAll(left);
        }
        for (Sample sample : either ? right : left) {
            if (known.contains(key(matching, sample)) == (operator == BinaryOperator.AND)) {
                result.add(sample);
            }
        }
        return result;
    }

    private static List<Sample> matched(PromExpr.Binary binary, List<Sample> left, List<Sample> right) {
        Matching matching = binary.matching();
        boolean swapped = matching.many() == Many.RIGHT;
        Map<SortedMap<String, String>, Sample> ones = new HashMap<>();
        for (Sample sample : swapped ? left : right) {
            if (ones.put(key(matching, sample), sample) != null) {
                throw duplicate(key(matching, sample), swapped ? "left" : "right");
            }
        }
        List<Sample> result = new ArrayList<>();
        Set<SortedMap<String, String>> used = new HashSet<>();
        for (Sample many : swapped ? right : left) {
            SortedMap<String, String> key = key(matching, many);
            Sample one = ones.get(key);
            Sample sample = one == null ? null : pair(binary, many, one, swapped);
            if (one == null || sample == null) {
                continue;
            }
            if (!used.add(matching.many() == Many.NONE ? key : sample.labels())) {
                throw matching.many() == Many.NONE
                        ? PromException.ofData("multiple matches for labels: many-to-one matching must be explicit"
                                + " (group_left/group_right)")
                        : PromException.ofData(
                                "multiple matches for labels: grouping labels must ensure unique" + " matches");
            }
            result.add(sample);
        }
        return result;
    }

    private static PromException duplicate(SortedMap<String, String> key, String side) {
        return PromException.ofData("found duplicate series for the match group " + key + " on the " + side
                + " hand-side of the operation: many-to-many matching not allowed: matching labels must be unique on"
                + " one side");
    }

    private static @Nullable Sample pair(PromExpr.Binary binary, Sample many, Sample one, boolean swapped) {
        double a = swapped ? one.value() : many.value();
        double b = swapped ? many.value() : one.value();
        double value = binary.operator().apply(a, b);
        if (!filters(binary)) {
            return new Sample(labels(binary, many, one), value);
        }
        return value == 1 ? new Sample(labels(binary, many, one), a) : null;
    }

    private static SortedMap<String, String> labels(PromExpr.Binary binary, Sample many, Sample one) {
        Matching matching = binary.matching();
        SortedMap<String, String> labels = new TreeMap<>(many.labels());
        if (!filters(binary)) {
            labels.remove(Matcher.NAME);
        }
        if (matching.many() == Many.NONE) {
            labels.keySet().removeIf(name -> matching.labels().contains(name) != matching.on());
        }
        for (String name : matching.include()) {
            String value = one.labels().getOrDefault(name, "");
            if (value.isEmpty()) {
                labels.remove(name);
            } else {
                labels.put(name, value);
            }
        }
        return labels;
    }
}
