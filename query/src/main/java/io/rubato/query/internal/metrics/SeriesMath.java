package io.rubato.query.internal.metrics;

import io.rubato.storage.model.Attribute;
import io.rubato.traceql.BinaryOperator;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleBinaryOperator;

/// Arithmetic between series with the same labels. A side that is one series without labels meets every series of the
/// other. Where one side has no number the result has none; nor has a division by zero.
final class SeriesMath {
    private SeriesMath() {}

    static List<Line> apply(BinaryOperator operator, List<Line> left, List<Line> right) {
        DoubleBinaryOperator function = function(operator);
        List<Line> result = new ArrayList<>();
        if (isAlone(left) && isAlone(right)) {
            String name = "(" + left.getFirst().title() + ' ' + operator + ' '
                    + right.getFirst().title() + ')';
            result.add(combined(List.of(Line.name(name)), left.getFirst(), right.getFirst(), function));
        } else if (isAlone(left)) {
            right.forEach(line -> result.add(combined(line.labels(), left.getFirst(), line, function)));
        } else if (isAlone(right)) {
            left.forEach(line -> result.add(combined(line.labels(), line, right.getFirst(), function)));
        } else {
            Map<List<Attribute>, Line> byLabels = new HashMap<>();
            right.forEach(line -> byLabels.put(line.labels(), line));
            for (Line line : left) {
                Line other = byLabels.get(line.labels());
                if (other != null) {
                    result.add(combined(line.labels(), line, other, function));
                }
            }
        }
        return result.stream().filter(line -> !line.isEmpty()).toList();
    }

    /// With a constant on one side.
    static List<Line> apply(BinaryOperator operator, List<Line> lines, double constant, boolean constantFirst) {
        DoubleBinaryOperator function = function(operator);
        return lines.stream()
                .map(line -> {
                    double[] values = line.values().clone();
                    for (int i = 0; i < values.length; i++) {
                        values[i] = constantFirst
                                ? function.applyAsDouble(constant, values[i])
                                : function.applyAsDouble(values[i], constant);
                    }
                    return line.with(values);
                })
                .filter(line -> !line.isEmpty())
                .toList();
    }

    private static boolean isAlone(List<Line> lines) {
        return lines.size() == 1 && lines.getFirst().isAlone();
    }

    private static Line combined(List<Attribute> labels, Line left, Line right, DoubleBinaryOperator function) {
        double[] values = new double[left.values().length];
        for (int i = 0; i < values.length; i++) {
            values[i] = function.applyAsDouble(left.values()[i], right.values()[i]);
        }
        List<Line.Shown> exemplars = new ArrayList<>(left.exemplars());
        exemplars.addAll(right.exemplars());
        return new Line(labels, values, exemplars);
    }

    private static DoubleBinaryOperator function(BinaryOperator operator) {
        return switch (operator) {
            case ADD -> (a, b) -> a + b;
            case SUBTRACT -> (a, b) -> a - b;
            case MULTIPLY -> (a, b) -> a * b;
            case DIVIDE -> (a, b) -> b == 0 ? Double.NaN : a / b;
            case EQUAL, NOT_EQUAL, LESS, LESS_EQUAL, GREATER, GREATER_EQUAL, REGEX, NOT_REGEX, AND, OR, MODULO, POWER ->
                throw new IllegalArgumentException("operator: " + operator + " (expected: one of + - * /)");
        };
    }
}
