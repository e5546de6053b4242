package io.rubato.query.internal.metrics;

import io.rubato.traceql.BinaryOperator;
import io.rubato.traceql.SecondStage;
import io.rubato.traceql.Static;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/// What is done to series once they are whole: `topk()`, `bottomk()` and comparisons.
final class SecondStages {
    private SecondStages() {}

    /// @param lines in order; equal numbers rank by it
    static List<Line> apply(List<SecondStage> stages, List<Line> lines) {
        List<Line> result = lines;
        for (SecondStage stage : stages) {
            result = switch (stage) {
                case SecondStage.TopK(int limit) -> ranked(result, limit, -1);
                case SecondStage.BottomK(int limit) -> ranked(result, limit, 1);
                case SecondStage.Threshold(BinaryOperator operator, Static value) ->
                    compared(result, operator, number(value));
            };
        }
        return result;
    }

    /// The number that a constant stands for; lengths of time count in seconds.
    static double number(Static value) {
        return switch (value) {
            case Static.Int(long number) -> number;
            case Static.Float(double number) -> number;
            case Static.Duration(long nanos) -> nanos / 1e9;
            case Static.Str _, Static.Bool _, Static.Nil _, Static.Status _, Static.Kind _ -> Double.NaN;
        };
    }

    /// Keeps at each time the numbers that come first.
    ///
    /// @param sign 1 for the smallest first, -1 for the largest
    private static List<Line> ranked(List<Line> lines, int limit, int sign) {
        int intervals = lines.isEmpty() ? 0 : lines.getFirst().values().length;
        double[][] kept = new double[lines.size()][intervals];
        for (double[] values : kept) {
            Arrays.fill(values, Double.NaN);
        }
        for (int i = 0; i < intervals; i++) {
            int interval = i;
            List<Integer> present = new ArrayList<>();
            for (int line = 0; line < lines.size(); line++) {
                if (!Double.isNaN(lines.get(line).values()[i])) {
                    present.add(line);
                }
            }
            present.stream()
                    .sorted(Comparator.comparingDouble(
                            line -> sign * lines.get(line).values()[interval]))
                    .limit(limit)
                    .forEach(line -> kept[line][interval] = lines.get(line).values()[interval]);
        }
        List<Line> ranked = new ArrayList<>();
        for (int line = 0; line < kept.length; line++) {
            ranked.add(lines.get(line).with(kept[line]));
        }
        return present(ranked);
    }

    private static List<Line> compared(List<Line> lines, BinaryOperator operator, double limit) {
        List<Line> compared = new ArrayList<>();
        for (Line line : lines) {
            compared.add(line.with(Arrays.stream(line.values())
                    .map(value -> holds(operator, value, limit) ? value : Double.NaN)
                    .toArray()));
        }
        return present(compared);
    }

    private static boolean holds(BinaryOperator operator, double value, double limit) {
        return switch (operator) {
            case EQUAL -> value == limit;
            case NOT_EQUAL -> value != limit;
            case LESS -> value < limit;
            case LESS_EQUAL -> value <= limit;
            case GREATER -> value > limit;
            case GREATER_EQUAL -> value >= limit;
            case REGEX, NOT_REGEX, AND, OR, ADD, SUBTRACT, MULTIPLY, DIVIDE, MODULO, POWER ->
                throw new IllegalArgumentException("operator: " + operator + " (expected: a comparison)");
        };
    }

    private static List<Line> present(List<Line> lines) {
        return lines.stream().filter(line -> !line.isEmpty()).toList();
    }
}
