package io.rubato.query.internal.value;

import io.rubato.traceql.BinaryOperator;

/// `+ - * / % ^` and unary minus. Whole numbers and durations calculate in 64 bits and wrap; a floating-point operand
/// makes the result floating-point; a duration stays one, except that a duration over a duration is a plain ratio,
/// and that a part of a nanosecond is not lost: such a result is a floating-point number of nanoseconds. Division
/// by a whole zero and anything that is not a number give nil.
public final class Arithmetic {
    private Arithmetic() {}

    /// @param operator one of `+ - * / % ^`
    public static Value apply(BinaryOperator operator, Value left, Value right) {
        if (!isNumber(left) || !isNumber(right)) {
            return Value.NIL;
        }
        boolean spans = left instanceof Value.Span && right instanceof Value.Span;
        if (spans && operator == BinaryOperator.DIVIDE) {
            return new Value.Real(real(left) / real(right));
        }
        boolean span = left instanceof Value.Span || right instanceof Value.Span;
        if (left instanceof Value.Real || right instanceof Value.Real) {
            double result = real(operator, real(left), real(right));
            return span ? duration(result) : new Value.Real(result);
        }
        long a = whole(left);
        long b = whole(right);
        if (b == 0 && (operator == BinaryOperator.DIVIDE || operator == BinaryOperator.MODULO)) {
            return Value.NIL;
        }
        if (span && operator == BinaryOperator.DIVIDE && a % b != 0) {
            return new Value.Real((double) a / b);
        }
        long result = whole(operator, a, b);
        return span ? new Value.Span(result) : new Value.Int(result);
    }

    private static Value duration(double nanos) {
        return nanos == (long) nanos ? new Value.Span((long) nanos) : new Value.Real(nanos);
    }

    /// `-value`.
    public static Value negate(Value value) {
        return switch (value) {
            case Value.Int(long number) -> new Value.Int(-number);
            case Value.Real(double number) -> new Value.Real(-number);
            case Value.Span(long nanos) -> new Value.Span(-nanos);
            case Value.Nil nil -> Value.NIL;
            case Value.Text text -> Value.NIL;
            case Value.Bool bool -> Value.NIL;
            case Value.Status status -> Value.NIL;
            case Value.Kind kind -> Value.NIL;
            case Value.Id id -> Value.NIL;
            case Value.Many many -> Value.NIL;
            case Value.Opaque opaque -> Value.NIL;
        };
    }

    private static boolean isNumber(Value value) {
        return value instanceof Value.Int || value instanceof Value.Real || value instanceof Value.Span;
    }

    private static long whole(Value value) {
        return value instanceof Value.Span(long nanos) ? nanos : ((Value.Int) value).value();
    }

    private static double real(Value value) {
        return value instanceof Value.Real(double number) ? number : whole(value);
    }

    private static long whole(BinaryOperator operator, long a, long b) {
        return switch (operator) {
            case ADD -> a + b;
            case SUBTRACT -> a - b;
            case MULTIPLY -> a * b;
            case DIVIDE -> a / b;
            case MODULO -> a % b;
            case POWER -> (long) Math.pow((double) a, (double) b);
            case AND, OR, EQUAL, NOT_EQUAL, LESS, LESS_EQUAL, GREATER, GREATER_EQUAL, REGEX, NOT_REGEX ->
                throw new IllegalArgumentException("operator: " + operator + " (expected: + - * / % ^)");
        };
    }

    private static double real(BinaryOperator operator, double a, double b) {
        return switch (operator) {
            case ADD -> a + b;
            case SUBTRACT -> a - b;
            case MULTIPLY -> a * b;
            case DIVIDE -> a / b;
            case MODULO -> a % b;
            case POWER -> Math.pow(a, b);
            case AND, OR, EQUAL, NOT_EQUAL, LESS, LESS_EQUAL, GREATER, GREATER_EQUAL, REGEX, NOT_REGEX ->
                throw new IllegalArgumentException("operator: " + operator + " (expected: + - * / % ^)");
        };
    }
}
