package io.rubato.traceql;

import org.jspecify.annotations.Nullable;

/// Arithmetic on numeric constants at parse time. Whole numbers wrap around; a duration and a number give a duration.
final class Constants {
    private Constants() {}

    /// The negated number; null if the value is no number.
    static @Nullable Static negate(Static value) {
        return switch (value) {
            case Static.Int(long number) -> new Static.Int(-number);
            case Static.Float(double number) -> new Static.Float(-number);
            case Static.Duration(long nanos) -> new Static.Duration(-nanos);
            case Static.Str _, Static.Bool _, Static.Nil _, Static.Status _, Static.Kind _ -> null;
        };
    }

    /// The result; null for a division of whole numbers by zero.
    static @Nullable Static fold(BinaryOperator operator, Static left, Static right) {
        ValueType type = Types.arithmetic(operator, left.type(), right.type());
        boolean whole = !(left instanceof Static.Float) && !(right instanceof Static.Float);
        if (type == ValueType.FLOAT || !whole || operator == BinaryOperator.POWER) {
            return of(type, floating(operator, number(left), number(right)));
        }
        long a = integer(left);
        long b = integer(right);
        if (b == 0 && (operator == BinaryOperator.DIVIDE || operator == BinaryOperator.MODULO)) {
            return null;
        }
        long result = whole(operator, a, b);
        return type == ValueType.DURATION ? new Static.Duration(result) : new Static.Int(result);
    }

    private static Static of(ValueType type, double value) {
        return switch (type) {
            case INT -> new Static.Int((long) value);
            case DURATION -> new Static.Duration((long) value);
            case UNKNOWN, NIL, FLOAT, STRING, BOOLEAN, STATUS, KIND -> new Static.Float(value);
        };
    }

    private static long whole(BinaryOperator operator, long a, long b) {
        return switch (operator) {
            case ADD -> a + b;
            case SUBTRACT -> a - b;
            case MULTIPLY -> a * b;
            case DIVIDE -> a / b;
            case MODULO -> a % b;
            default -> throw new IllegalArgumentException("not arithmetic on whole numbers: " + operator);
        };
    }

    private static double floating(BinaryOperator operator, double a, double b) {
        return switch (operator) {
            case ADD -> a + b;
            case SUBTRACT -> a - b;
            case MULTIPLY -> a * b;
            case DIVIDE -> a / b;
            case MODULO -> a % b;
            case POWER -> Math.pow(a, b);
            default -> throw new IllegalArgumentException("not arithmetic: " + operator);
        };
    }

    private static long integer(Static value) {
        return switch (value) {
            case Static.Int(long number) -> number;
            case Static.Duration(long nanos) -> nanos;
            case Static.Float(double number) -> (long) number;
            case Static.Str _, Static.Bool _, Static.Nil _, Static.Status _, Static.Kind _ ->
                throw new IllegalArgumentException("no number: " + value);
        };
    }

    private static double number(Static value) {
        return value instanceof Static.Float(double number) ? number : integer(value);
    }
}
