package io.rubato.traceql;

import java.util.ArrayList;
import java.util.List;

/// Parses the metrics stage and what follows it.
final class MetricsParser {
    private final Cursor cursor;
    private final ExpressionParser expressions;
    private final QueryParser queries;

    MetricsParser(Cursor cursor, ExpressionParser expressions, QueryParser queries) {
        this.cursor = cursor;
        this.expressions = expressions;
        this.queries = queries;
    }

    /// Whether a metrics stage is next.
    boolean starts() {
        Token token = cursor.peek();
        return token.word(Keywords.COMPARE)
                || (token.type() == TokenType.WORD && Keywords.METRICS.containsKey(token.text()));
    }

    MetricsExpression pipeline(Pipeline source) {
        Token word = cursor.take();
        MetricsFunction function = Keywords.METRICS.get(word.text());
        MetricsStage stage = function == null ? compare() : overTime(function);
        return second(new MetricsPipeline(source, stage, List.of()));
    }

    private OverTime overTime(MetricsFunction function) {
        cursor.open();
        Field measured = function.measures() ? expressions.field("an attribute or intrinsic") : null;
        List<Double> quantiles = new ArrayList<>();
        if (function == MetricsFunction.QUANTILE_OVER_TIME) {
            do {
                cursor.expect(TokenType.COMMA, ",");
                quantiles.add(number());
            } while (cursor.at(TokenType.COMMA));
        }
        cursor.close();
        List<Field> by = List.of();
        if (cursor.peek().word(Keywords.BY)) {
            cursor.take();
            by = expressions.fields();
        }
        return new OverTime(function, measured, quantiles, by);
    }

    private double number() {
        return switch (cursor.peek().value()) {
            case Static.Int(long value) -> {
                cursor.take();
                yield value;
            }
            case Static.Float(double value) -> {
                cursor.take();
                yield value;
            }
            case null, default -> throw cursor.unexpected("a number");
        };
    }

    private Compare compare() {
        cursor.open();
        SpansetFilter selection = queries.filter();
        int top = Compare.DEFAULT_TOP;
        long start = 0;
        long end = 0;
        if (cursor.accept(TokenType.COMMA)) {
            top = limit();
            if (cursor.accept(TokenType.COMMA)) {
                start = integer();
                cursor.expect(TokenType.COMMA, ", and the end of the selection");
                end = integer();
            }
        }
        cursor.close();
        return new Compare(selection, top, start, end);
    }

    private int limit() {
        Token token = cursor.peek();
        long limit = integer();
        if (limit < 1 || limit > Integer.MAX_VALUE) {
            throw cursor.error(token, "limit of " + limit + ", expected at least 1");
        }
        return (int) limit;
    }

    private long integer() {
        if (cursor.at(TokenType.INT) && cursor.peek().value() instanceof Static.Int(long value)) {
            cursor.take();
            return value;
        }
        throw cursor.unexpected("a whole number");
    }

    /// Second stages behind an expression, if there are any.
    MetricsExpression second(MetricsExpression expression) {
        List<SecondStage> stages = new ArrayList<>();
        while (true) {
            BinaryOperator operator = cursor.peek().type().operator();
            if (cursor.accept(TokenType.PIPE)) {
                stages.add(ranking());
            } else if (operator != null && operator.comparison() && !operator.regex()) {
                cursor.take();
                stages.add(new SecondStage.Threshold(operator, scalar()));
            } else {
                return append(expression, stages);
            }
        }
    }

    private SecondStage ranking() {
        Token word = cursor.peek();
        boolean top = word.word(Keywords.TOPK);
        if (!top && !word.word(Keywords.BOTTOMK)) {
            throw cursor.unexpected("topk() or bottomk()");
        }
        cursor.take();
        cursor.open();
        int limit = limit();
        cursor.close();
        return top ? new SecondStage.TopK(limit) : new SecondStage.BottomK(limit);
    }

    private Static scalar() {
        Token token = cursor.peek();
        if (queries.operation(TokenType.SUM) instanceof Term.Scalar scalar
                && scalar.expression() instanceof ScalarLiteral(Static value)) {
            return value;
        }
        throw cursor.unexpected(token, "a number or duration");
    }

    /// The expression with further second stages.
    static MetricsExpression append(MetricsExpression expression, List<? extends SecondStage> more) {
        return switch (expression) {
            case MetricsPipeline(Pipeline source, MetricsStage metrics, List<SecondStage> second) ->
                new MetricsPipeline(source, metrics, joined(second, more));
            case MetricsMath(
                    BinaryOperator operator,
                    MetricsExpression left,
                    MetricsExpression right,
                    List<SecondStage> second) -> new MetricsMath(operator, left, right, joined(second, more));
            case MetricsScalar scalar -> scalar;
        };
    }

    private static List<SecondStage> joined(List<SecondStage> first, List<? extends SecondStage> more) {
        List<SecondStage> all = new ArrayList<>(first);
        all.addAll(more);
        return all;
    }
}
