package io.rubato.query.internal.value;

import io.rubato.traceql.BinaryOperator;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;

/// Comparison of any two values: numbers with numbers whatever their type, text by its UTF-8 bytes, ids with
/// hexadecimal text. An array compares as any of its elements; `!=` and `!~` are the negations of `=` and `=~`.
public final class Comparisons {
    private Comparisons() {}

    /// @param operator a comparison
    public static Truth compare(BinaryOperator operator, Value left, Value right) {
        return switch (operator) {
            case NOT_EQUAL -> compare(BinaryOperator.EQUAL, left, right).not();
            case NOT_REGEX -> compare(BinaryOperator.REGEX, left, right).not();
            case EQUAL, LESS, LESS_EQUAL, GREATER, GREATER_EQUAL, REGEX -> elements(operator, left, right);
            case AND, OR, ADD, SUBTRACT, MULTIPLY, DIVIDE, MODULO, POWER ->
                throw new IllegalArgumentException("operator: " + operator + " (expected: a comparison)");
        };
    }

    private static Truth elements(BinaryOperator operator, Value left, Value right) {
        Truth truth = Truth.UNKNOWN;
        if (left instanceof Value.Many many) {
            for (Value element : many.values()) {
                truth = truth.any(element instanceof Value.Many ? Truth.UNKNOWN : elements(operator, element, right));
            }
            return truth;
        }
        if (right instanceof Value.Many many) {
            for (Value element : many.values()) {
                truth = truth.any(element instanceof Value.Many ? Truth.UNKNOWN : elements(operator, left, element));
            }
            return truth;
        }
        return operator == BinaryOperator.REGEX ? regex(left, right) : scalars(operator, left, right);
    }

    private static Truth regex(Value left, Value right) {
        if (!(right instanceof Value.Text(String pattern))) {
            return Truth.UNKNOWN;
        }
        return switch (left) {
            case Value.Text(String text) -> Regexes.matches(pattern, text);
            case Value.Id id ->
                Regexes.matches(pattern, id.padded()).any(Regexes.matches(pattern, trimmed(id.padded())));
            case Value.Nil nil -> Truth.UNKNOWN;
            case Value.Bool bool -> Truth.UNKNOWN;
            case Value.Int number -> Truth.UNKNOWN;
            case Value.Real number -> Truth.UNKNOWN;
            case Value.Span span -> Truth.UNKNOWN;
            case Value.Status status -> Truth.UNKNOWN;
            case Value.Kind kind -> Truth.UNKNOWN;
            case Value.Many many -> Truth.UNKNOWN;
            case Value.Opaque opaque -> Truth.UNKNOWN;
        };
    }

    private static Truth scalars(BinaryOperator operator, Value left, Value right) {
        if (isNumber(left) && isNumber(right)) {
            return numbers(operator, left, right);
        }
        if (left instanceof Value.Text(String a) && right instanceof Value.Text(String b)) {
            return operator == BinaryOperator.EQUAL ? Truth.of(a.equals(b)) : ordered(operator, compareUtf8(a, b));
        }
        if (left instanceof Value.Id id) {
            return right instanceof Value.Id || right instanceof Value.Text
                    ? ordered(operator, id.padded().compareTo(hex(right, id.digits())))
                    : Truth.UNKNOWN;
        }
        if (right instanceof Value.Id id) {
            return left instanceof Value.Text
                    ? ordered(operator, hex(left, id.digits()).compareTo(id.padded()))
                    : Truth.UNKNOWN;
        }
        boolean comparable = operator == BinaryOperator.EQUAL
                && ((left instanceof Value.Bool && right instanceof Value.Bool)
                        || (left instanceof Value.Status && right instanceof Value.Status)
                        || (left instanceof Value.Kind && right instanceof Value.Kind));
        return comparable ? Truth.of(left.equals(right)) : Truth.UNKNOWN;
    }

    private static boolean isNumber(Value value) {
        return value instanceof Value.Int || value instanceof Value.Span || value instanceof Value.Real;
    }

    private static Truth numbers(BinaryOperator operator, Value left, Value right) {
        if (left instanceof Value.Real(double a)) {
            if (right instanceof Value.Real(double b)) {
                return Double.isNaN(a) || Double.isNaN(b) ? Truth.FALSE : ordered(operator, a < b ? -1 : a > b ? 1 : 0);
            }
            return Double.isNaN(a) ? Truth.FALSE : ordered(operator, -Numbers.compare(whole(right), a));
        }
        if (right instanceof Value.Real(double b)) {
            return Double.isNaN(b) ? Truth.FALSE : ordered(operator, Numbers.compare(whole(left), b));
        }
        return ordered(operator, Long.compare(whole(left), whole(right)));
    }

    private static long whole(Value value) {
        return value instanceof Value.Span(long nanos) ? nanos : ((Value.Int) value).value();
    }

    private static Truth ordered(BinaryOperator operator, int order) {
        return Truth.of(holds(operator, order));
    }

    /// Whether an order (negative, 0, positive) is what a positive operator asks for.
    public static boolean holds(BinaryOperator operator, int order) {
        return switch (operator) {
            case EQUAL -> order == 0;
            case LESS -> order < 0;
            case LESS_EQUAL -> order <= 0;
            case GREATER -> order > 0;
            case GREATER_EQUAL -> order >= 0;
            case NOT_EQUAL, REGEX, NOT_REGEX, AND, OR, ADD, SUBTRACT, MULTIPLY, DIVIDE, MODULO, POWER ->
                throw new IllegalArgumentException("operator: " + operator + " (expected: = < <= > >=)");
        };
    }

    private static int compareUtf8(String left, String right) {
        return Arrays.compareUnsigned(left.getBytes(StandardCharsets.UTF_8), right.getBytes(StandardCharsets.UTF_8));
    }

    private static String hex(Value value, int digits) {
        return value instanceof Value.Id id ? id.padded() : padded(((Value.Text) value).value(), digits);
    }

    /// Hexadecimal digits in the form ids are compared in; any other text as it is.
    public static String padded(String text, int digits) {
        if (text.length() > digits || !text.chars().allMatch(c -> Character.digit(c, 16) >= 0 && c < 128)) {
            return text;
        }
        return "0".repeat(digits - text.length()) + text.toLowerCase(Locale.ROOT);
    }

    /// An id without leading zeros.
    public static String trimmed(String padded) {
        int first = 0;
        while (first < padded.length() && padded.charAt(first) == '0') {
            first++;
        }
        return padded.substring(first);
    }
}
