package io.rubato.traceql;

import java.util.List;

/// What an operator makes of two terms.
final class Combination {
    private Combination() {}

    /// The combined term; the operator is an error of syntax if the terms do not go with it.
    static Term of(Cursor cursor, Token operator, Term left, Term right) {
        if (left instanceof Term.Spans a && right instanceof Term.Spans b) {
            return spans(cursor, operator, a, b);
        }
        BinaryOperator binary = operator.type().operator();
        if (binary == null || binary.logical() || binary.regex()) {
            throw cursor.unexpected(operator, "an operator that fits its sides");
        }
        if (left instanceof Term.Scalar a && right instanceof Term.Scalar b) {
            return binary.comparison()
                    ? comparison(cursor, operator, binary, a, b)
                    : arithmetic(cursor, operator, binary, a, b);
        }
        return metrics(cursor, operator, binary, left, right);
    }

    private static Term spans(Cursor cursor, Token operator, Term.Spans left, Term.Spans right) {
        SpansetOperator spanset = operator.type().spansetOperator();
        if (spanset == null) {
            throw cursor.unexpected(operator, "an operator between spansets");
        }
        boolean wrapped = left.wrapped() && right.wrapped();
        boolean piped = left.piped() || right.piped();
        if (piped && !wrapped) {
            throw cursor.unexpected(operator, "parentheses around both sides, because one is a pipeline");
        }
        return new Term.Spans(new SpansetOperation(spanset, left.expression(), right.expression()), wrapped, piped);
    }

    private static Term comparison(
            Cursor cursor, Token operator, BinaryOperator binary, Term.Scalar left, Term.Scalar right) {
        boolean fits = left.piped()
                ? right.piped() || right.constant()
                : !right.piped() && !(left.constant() && right.constant());
        if (!fits) {
            throw cursor.unexpected(
                    operator, "an aggregate on one side, or a pipeline in parentheses on the left or on both sides");
        }
        return new Term.Comparison(new ScalarFilter(binary, left.expression(), right.expression()), left.piped());
    }

    private static Term arithmetic(
            Cursor cursor, Token operator, BinaryOperator binary, Term.Scalar left, Term.Scalar right) {
        if (left.expression() instanceof ScalarLiteral(Static a)
                && right.expression() instanceof ScalarLiteral(Static b)) {
            Static folded = Constants.fold(binary, a, b);
            if (folded == null) {
                throw cursor.error(operator, "division by zero");
            }
            return new Term.Scalar(new ScalarLiteral(folded), false);
        }
        if (left.piped() != right.piped()) {
            throw cursor.unexpected(operator, "a pipeline in parentheses on both sides or on neither");
        }
        return new Term.Scalar(new ScalarOperation(binary, left.expression(), right.expression()), left.piped());
    }

    private static Term metrics(Cursor cursor, Token operator, BinaryOperator binary, Term left, Term right) {
        MetricsExpression a = series(cursor, operator, left);
        MetricsExpression b = series(cursor, operator, right);
        if (binary.comparison() && b instanceof MetricsScalar(Static value)) {
            return new Term.Metrics(MetricsParser.append(a, List.of(new SecondStage.Threshold(binary, value))));
        }
        return switch (binary) {
            case ADD, SUBTRACT, MULTIPLY, DIVIDE -> new Term.Metrics(new MetricsMath(binary, a, b, List.of()));
            default -> throw cursor.unexpected(operator, "one of + - * / between metrics");
        };
    }

    private static MetricsExpression series(Cursor cursor, Token operator, Term term) {
        return switch (term) {
            case Term.Metrics(MetricsExpression expression) -> expression;
            case Term.Scalar scalar
            when scalar.expression() instanceof ScalarLiteral(Static value) -> new MetricsScalar(value);
            case Term.Scalar _, Term.Spans _, Term.Comparison _, Term.Other _, Term.Piped _, Term.Reduced _ ->
                throw cursor.unexpected(operator, "an operator that fits its sides");
        };
    }
}
