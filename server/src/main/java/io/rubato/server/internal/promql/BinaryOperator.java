package io.rubato.server.internal.promql;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// Operators between two expressions.
enum BinaryOperator {
    OR("or", 1),
    AND("and", 2),
    UNLESS("unless", 2),
    EQUAL("==", 3),
    NOT_EQUAL("!=", 3),
    LESS_OR_EQUAL("<=", 3),
    GREATER_OR_EQUAL(">=", 3),
    LESS("<", 3),
    GREATER(">", 3),
    PLUS("+", 4),
    MINUS("-", 4),
    TIMES("*", 5),
    DIVIDE("/", 5),
    MODULO("%", 5),
    ATAN2("atan2", 5),
    POWER("^", 6);

    final String text;

    /// A higher one binds closer.
    final int precedence;

    BinaryOperator(String text, int precedence) {
        this.text = text;
        this.precedence = precedence;
    }

    static Optional<BinaryOperator> of(String token) {
        String lower = token.toLowerCase(Locale.ROOT);
        return Arrays.stream(values()).filter(one -> one.text.equals(lower)).findFirst();
    }

    boolean isSet() {
        return precedence <= AND.precedence;
    }

    boolean isComparison() {
        return precedence == EQUAL.precedence;
    }

    /// The result of arithmetic; of a comparison 0 or 1.
    double apply(double a, double b) {
        return switch (this) {
            case PLUS -> a + b;
            case MINUS -> a - b;
            case TIMES -> a * b;
            case DIVIDE -> a / b;
            case MODULO -> a % b;
            case POWER -> Math.pow(a, b);
            case ATAN2 -> Math.atan2(a, b);
            case EQUAL -> a == b ? 1 : 0;
            case NOT_EQUAL -> a != b ? 1 : 0;
            case LESS -> a < b ? 1 : 0;
            case GREATER -> a > b ? 1 : 0;
            case LESS_OR_EQUAL -> a <= b ? 1 : 0;
            case GREATER_OR_EQUAL -> a >= b ? 1 : 0;
            case OR, AND, UNLESS -> throw new IllegalArgumentException(this + " (expected: an operator of numbers)");
        };
    }
}
