package io.rubato.traceql;

import java.util.ArrayList;
import java.util.List;

/// Parses a query: pipelines, their stages and their operands.
final class QueryParser {
    private static final String STAGE = "{, (, an aggregate, by(), coalesce() or select()";

    private final Cursor cursor;
    private final ExpressionParser expressions;
    private final MetricsParser metrics;

    QueryParser(String query) {
        this.cursor = new Cursor(query);
        this.expressions = new ExpressionParser(cursor);
        this.metrics = new MetricsParser(cursor, expressions, this);
    }

    Query query() {
        QueryBody body = body(sequence());
        List<Hint> hints = new ArrayList<>();
        while (cursor.peek().word(Keywords.WITH)) {
            hints(hints);
        }
        if (!cursor.at(TokenType.END)) {
            throw cursor.unexpected(TokenType.END.toString());
        }
        return new Query(body, hints);
    }

    private QueryBody body(Term term) {
        return switch (term) {
            case Term.Spans spans when spans.expression() instanceof Pipeline pipeline -> pipeline;
            case Term.Spans spans -> new Pipeline(List.of(spans.expression()));
            case Term.Comparison comparison -> new Pipeline(List.of(comparison.filter()));
            case Term.Other(Stage stage) -> new Pipeline(List.of(stage));
            case Term.Piped(Pipeline pipeline) -> pipeline;
            case Term.Metrics(MetricsPipeline pipeline) -> pipeline;
            case Term.Metrics(MetricsMath math) -> math;
            case Term.Metrics _, Term.Scalar _, Term.Reduced _ -> throw cursor.unexpected("a comparison");
        };
    }

    private void hints(List<Hint> hints) {
        cursor.take();
        cursor.open();
        do {
            Token name = cursor.expect(TokenType.WORD, "the name of a hint");
            cursor.expect(TokenType.EQUAL, "=");
            Static value = ExpressionParser.constant(cursor.peek());
            if (value == null) {
                throw cursor.unexpected("a literal");
            }
            cursor.take();
            hints.add(new Hint(name.text(), value));
        } while (cursor.accept(TokenType.COMMA));
        cursor.close();
    }

    /// Stages joined by `|`, at the top or inside parentheses.
    private Term sequence() {
        if (cursor.peek().word(Keywords.COALESCE)) {
            throw cursor.unexpected("a spanset first, coalesce() joins what is in front of it");
        }
        Term first = operation(TokenType.LOGICAL);
        if (first instanceof Term.Metrics(MetricsExpression expression)) {
            return new Term.Metrics(metrics.second(expression));
        }
        if (!cursor.at(TokenType.PIPE)) {
            return first;
        }
        List<Stage> stages = new ArrayList<>(List.of(stage(first)));
        int height = cursor.height();
        while (cursor.accept(TokenType.PIPE)) {
            if (metrics.starts()) {
                MetricsExpression series = metrics.pipeline(new Pipeline(stages));
                cursor.above(Math.max(height, cursor.height()), 0);
                return new Term.Metrics(series);
            }
            Term next = operation(TokenType.LOGICAL);
            height = Math.max(height, cursor.height());
            if (next instanceof Term.Scalar scalar
                    && scalar.expression() instanceof Aggregate aggregate
                    && cursor.at(TokenType.CLOSE_PAREN)) {
                cursor.above(height, 0);
                return new Term.Reduced(new ScalarPipeline(new Pipeline(stages), aggregate));
            }
            stages.add(stage(next));
        }
        cursor.above(height, 0);
        return new Term.Piped(new Pipeline(stages));
    }

    private Stage stage(Term term) {
        return switch (term) {
            case Term.Spans spans when !spans.piped() -> spans.expression();
            case Term.Comparison comparison when !comparison.piped() -> comparison.filter();
            case Term.Other(Stage stage) -> stage;
            case Term.Scalar _ -> throw cursor.unexpected("a comparison");
            case Term.Spans _, Term.Comparison _, Term.Piped _, Term.Reduced _, Term.Metrics _ ->
                throw cursor.unexpected("no pipeline in parentheses beside |");
        };
    }

    /// Operands joined by operators that bind at least this tightly.
    Term operation(int minLevel) {
        Term left = operand();
        for (Token token = cursor.peek(); token.type().level() >= minLevel; token = cursor.peek()) {
            if (token.type().level() == TokenType.LOGICAL) {
                left = run(token, left);
                continue;
            }
            cursor.take();
            int leftHeight = cursor.height();
            int level = token.type().level();
            Term right = right(level);
            cursor.above(Math.max(leftHeight, cursor.height()), 1);
            left = Combination.of(cursor, token, left, right);
        }
        return left;
    }

    private Term right(int level) {
        if (level < TokenType.POWER) {
            return operation(level + 1);
        }
        cursor.enter();
        Term right = operation(level);
        cursor.leave();
        return right;
    }

    private Term run(Token token, Term first) {
        List<Term> operands = new ArrayList<>(List.of(first));
        int height = cursor.height();
        while (cursor.accept(token.type())) {
            operands.add(operation(TokenType.LOGICAL + 1));
            height = Math.max(height, cursor.height());
        }
        cursor.above(height, Chains.levels(operands.size()));
        return Chains.join(operands, (left, right) -> Combination.of(cursor, token, left, right));
    }

    private Term operand() {
        Token token = cursor.peek();
        return switch (token.type()) {
            case OPEN_BRACE -> new Term.Spans(filter(), false, false);
            case OPEN_PAREN -> parenthesised();
            case MINUS -> negated();
            case INT, FLOAT, DURATION -> {
                cursor.take();
                cursor.leaf();
                yield scalar(token);
            }
            case WORD -> call(token);
            default -> throw cursor.unexpected(STAGE);
        };
    }

    private Term scalar(Token token) {
        Static value = ExpressionParser.constant(token);
        if (value == null || !value.type().numeric()) {
            throw cursor.unexpected(token, STAGE);
        }
        return new Term.Scalar(new ScalarLiteral(value), false);
    }

    private Term negated() {
        Token minus = cursor.take();
        cursor.enter();
        Term operand = operand();
        cursor.leave();
        if (operand instanceof Term.Scalar scalar && scalar.expression() instanceof ScalarLiteral(Static value)) {
            Static negated = Constants.negate(value);
            if (negated != null) {
                return new Term.Scalar(new ScalarLiteral(negated), false);
            }
        }
        throw cursor.unexpected(minus, STAGE);
    }

    SpansetFilter filter() {
        cursor.expect(TokenType.OPEN_BRACE, "{");
        cursor.leaf();
        if (cursor.accept(TokenType.CLOSE_BRACE)) {
            return SpansetFilter.ALL;
        }
        Expression expression = expressions.expression();
        cursor.expect(TokenType.CLOSE_BRACE, "} or an operator");
        return new SpansetFilter(expression);
    }

    private Term parenthesised() {
        cursor.open();
        cursor.enter();
        Term inner = sequence();
        cursor.leave();
        Term wrapped = wrap(inner);
        cursor.close();
        return wrapped;
    }

    private Term wrap(Term inner) {
        return switch (inner) {
            case Term.Spans spans -> new Term.Spans(spans.expression(), true, spans.piped());
            case Term.Scalar scalar -> scalar;
            case Term.Reduced(ScalarPipeline pipeline) -> new Term.Scalar(pipeline, true);
            case Term.Piped(Pipeline pipeline) -> new Term.Spans(pipeline, true, true);
            case Term.Other(Stage stage) -> new Term.Spans(new Pipeline(List.of(stage)), true, true);
            case Term.Metrics metricsTerm -> metricsTerm;
            case Term.Comparison comparison -> {
                if (comparison.piped()) {
                    throw cursor.unexpected("no parentheses around a comparison of pipelines");
                }
                yield new Term.Spans(new Pipeline(List.of(comparison.filter())), true, true);
            }
        };
    }

    private Term call(Token word) {
        AggregateFunction aggregate = Keywords.AGGREGATES.get(word.text());
        if (aggregate != null) {
            cursor.take();
            return new Term.Scalar(aggregate(aggregate), false);
        }
        return switch (word.text()) {
            case Keywords.BY -> {
                cursor.take();
                yield new Term.Other(new GroupBy(argument()));
            }
            case Keywords.COALESCE -> {
                cursor.take();
                cursor.open();
                cursor.close();
                yield new Term.Other(new Coalesce());
            }
            case Keywords.SELECT -> {
                cursor.take();
                yield new Term.Other(new Select(expressions.fields()));
            }
            default -> constantOrUnknown(word);
        };
    }

    private Term constantOrUnknown(Token word) {
        if (ExpressionParser.constant(word) != null) {
            cursor.take();
            cursor.leaf();
            return scalar(word);
        }
        if (Keywords.FUNCTIONS.contains(word.text()) || word.text().equals(Keywords.WITH)) {
            throw cursor.unexpected(STAGE);
        }
        throw cursor.error(word, "unknown identifier: " + word.text() + Suggestions.function(word.text()));
    }

    private Aggregate aggregate(AggregateFunction function) {
        if (function != AggregateFunction.COUNT) {
            return new Aggregate(function, argument());
        }
        cursor.open();
        cursor.close();
        cursor.leaf();
        return new Aggregate(function, null);
    }

    private Expression argument() {
        cursor.open();
        Expression expression = expressions.expression();
        cursor.close();
        return expression;
    }
}
