package io.rubato.query.internal.eval;

import io.rubato.query.internal.eval.RowExpression.RowTruth;
import io.rubato.query.internal.value.Arithmetic;
import io.rubato.query.internal.value.Comparisons;
import io.rubato.query.internal.value.Truth;
import io.rubato.query.internal.value.Value;
import io.rubato.query.internal.value.ValueTest;
import io.rubato.storage.scan.AttributeLevel;
import io.rubato.storage.scan.SpanSource;
import io.rubato.traceql.Binary;
import io.rubato.traceql.BinaryOperator;
import io.rubato.traceql.Expression;
import io.rubato.traceql.Field;
import io.rubato.traceql.Literal;
import io.rubato.traceql.Unary;
import io.rubato.traceql.UnaryOperator;
import java.util.ArrayList;
import java.util.List;

/// Turns expressions into what can be evaluated on the batches of one source. Constants are folded here.
public final class Binder {
    private static final Value TRUE = Value.of(true);
    private final SpanSource source;
    private final FieldBinder fields;

    public Binder(SpanSource source) {
        this.source = source;
        this.fields = new FieldBinder(source);
    }

    public SpanSource source() {
        return source;
    }

    public BoundField field(Field field) {
        return fields.bind(field);
    }

    /// The expression as something that has values.
    public SpanValues values(Expression expression) {
        return new SpanValues(fold(expression));
    }

    /// The expression as a condition on spans; an attribute alone means that it is true.
    ///
    /// @throws io.rubato.query.QueryException for a regular expression that is none
    public Condition condition(Expression expression) {
        return switch (expression) {
            case Literal literal -> always(Comparisons.compare(BinaryOperator.EQUAL, Value.of(literal.value()), TRUE));
            case Field field -> test(field, ValueTest.of(BinaryOperator.EQUAL, TRUE));
            case Unary unary ->
                unary.operator() == UnaryOperator.NOT ? Logic.not(condition(unary.operand())) : always(Truth.UNKNOWN);
            case Binary binary -> binary(binary);
        };
    }

    private Condition binary(Binary binary) {
        BinaryOperator operator = binary.operator();
        if (operator.logical()) {
            List<Condition> parts = new ArrayList<>();
            parts(operator, binary, parts);
            return Cached.of(operator == BinaryOperator.AND ? Logic.and(parts) : Logic.or(parts));
        }
        return operator.comparison() ? comparison(binary) : always(Truth.UNKNOWN);
    }

    /// Operands of a run of one operator; nesting in the tree means nothing there.
    private void parts(BinaryOperator operator, Expression expression, List<Condition> parts) {
        if (expression instanceof Binary binary && binary.operator() == operator) {
            parts(operator, binary.left(), parts);
            parts(operator, binary.right(), parts);
        } else {
            parts.add(condition(expression));
        }
    }

    private Condition comparison(Binary binary) {
        RowExpression left = fold(binary.left());
        RowExpression right = fold(binary.right());
        BinaryOperator operator = binary.operator();
        if (isNil(binary.left()) && isNil(binary.right())) {
            return always(Truth.FALSE);
        }
        if (isNil(binary.left()) || isNil(binary.right())) {
            Condition exists = exists(isNil(binary.left()) ? binary.right() : binary.left());
            return operator == BinaryOperator.NOT_EQUAL ? exists : Logic.not(exists);
        }
        if (left instanceof RowExpression.Constant(Value a) && right instanceof RowExpression.Constant(Value b)) {
            return always(Comparisons.compare(operator, a, b));
        }
        if (binary.left() instanceof Field field && right instanceof RowExpression.Constant(Value constant)) {
            return test(field, operator, constant);
        }
        BinaryOperator mirrored = mirrored(operator);
        if (binary.right() instanceof Field field
                && left instanceof RowExpression.Constant(Value constant)
                && !operator.regex()) {
            return test(field, mirrored, constant);
        }
        if (operator.regex() && right instanceof RowExpression.Constant(Value pattern)) {
            ValueTest.of(BinaryOperator.REGEX, pattern);
        }
        return new ByRow(source, RowExpression.compare(operator, left, right));
    }

    private Condition test(Field field, BinaryOperator operator, Value constant) {
        return switch (operator) {
            case NOT_EQUAL -> negated(field, ValueTest.of(BinaryOperator.EQUAL, constant));
            case NOT_REGEX -> negated(field, ValueTest.of(BinaryOperator.REGEX, constant));
            case EQUAL, LESS, LESS_EQUAL, GREATER, GREATER_EQUAL, REGEX ->
                test(field, ValueTest.of(operator, constant));
            case AND, OR, ADD, SUBTRACT, MULTIPLY, DIVIDE, MODULO, POWER ->
                throw new IllegalArgumentException("operator: " + operator + " (expected: a comparison)");
        };
    }

    private Condition test(Field field, ValueTest test) {
        BoundField bound = fields.bind(field);
        return lifted(bound, bound.test(test));
    }

    /// `!=` of an event is: an event for which `=` is false, so the negation goes below the "any".
    private Condition negated(Field field, ValueTest test) {
        BoundField bound = fields.bind(field);
        return lifted(bound, Logic.not(bound.test(test)));
    }

    private static Condition lifted(BoundField field, Condition condition) {
        return Cached.of(
                field.level() == AttributeLevel.SPAN ? condition : new AnyRow(field.level(), Cached.of(condition)));
    }

    private Condition exists(Expression operand) {
        if (operand instanceof Field field) {
            BoundField bound = fields.bind(field);
            return bound.level() == AttributeLevel.SPAN
                    ? Cached.of(bound.exists())
                    : new AnyExists(bound.level(), Cached.of(bound.exists()), source.batches());
        }
        RowExpression folded = fold(operand);
        return folded instanceof RowExpression.Constant(Value value)
                ? always(Truth.of(!(value instanceof Value.Nil)))
                : new ByRow(source, RowExpression.exists(folded));
    }

    private Condition always(Truth truth) {
        return Logic.always(truth, AttributeLevel.SPAN, source.batches());
    }

    private static boolean isNil(Expression expression) {
        return expression instanceof Literal literal && Value.of(literal.value()) instanceof Value.Nil;
    }

    private static BinaryOperator mirrored(BinaryOperator operator) {
        return switch (operator) {
            case LESS -> BinaryOperator.GREATER;
            case LESS_EQUAL -> BinaryOperator.GREATER_EQUAL;
            case GREATER -> BinaryOperator.LESS;
            case GREATER_EQUAL -> BinaryOperator.LESS_EQUAL;
            case EQUAL, NOT_EQUAL, REGEX, NOT_REGEX, AND, OR, ADD, SUBTRACT, MULTIPLY, DIVIDE, MODULO, POWER ->
                operator;
        };
    }

    /// The expression for single spans.
    RowExpression fold(Expression expression) {
        return switch (expression) {
            case Literal literal -> new RowExpression.Constant(Value.of(literal.value()));
            case Field field -> new RowExpression.Read(fields.bind(field));
            case Unary unary
            when unary.operator() == UnaryOperator.NEGATE -> {
                RowExpression operand = fold(unary.operand());
                yield operand instanceof RowExpression.Constant(Value value)
                        ? new RowExpression.Constant(Arithmetic.negate(value))
                        : new RowExpression.Negation(operand);
            }
            case Binary binary
            when binary.operator().arithmetic() -> {
                RowExpression left = fold(binary.left());
                RowExpression right = fold(binary.right());
                yield left instanceof RowExpression.Constant(Value a)
                                && right instanceof RowExpression.Constant(Value b)
                        ? new RowExpression.Constant(Arithmetic.apply(binary.operator(), a, b))
                        : new RowExpression.Calculation(binary.operator(), left, right);
            }
            case Unary unary -> new RowExpression.Test(truth(unary));
            case Binary binary -> new RowExpression.Test(truth(binary));
        };
    }

    private RowTruth truth(Expression expression) {
        return switch (expression) {
            case Unary unary
            when unary.operator() == UnaryOperator.NOT -> {
                RowTruth operand = truth(unary.operand());
                yield (batch, span) -> operand.of(batch, span).not();
            }
            case Binary binary
            when binary.operator().logical() -> {
                RowTruth left = truth(binary.left());
                RowTruth right = truth(binary.right());
                boolean and = binary.operator() == BinaryOperator.AND;
                yield (batch, span) -> and
                        ? left.of(batch, span).and(right.of(batch, span))
                        : left.of(batch, span).or(right.of(batch, span));
            }
            case Binary binary
            when binary.operator().comparison() && isNil(binary.left()) && isNil(binary.right()) ->
                (batch, span) -> Truth.FALSE;
            case Binary binary
            when binary.operator().comparison() && (isNil(binary.left()) || isNil(binary.right())) -> {
                RowTruth exists = RowExpression.exists(fold(isNil(binary.left()) ? binary.right() : binary.left()));
                boolean wanted = binary.operator() == BinaryOperator.NOT_EQUAL;
                yield (batch, span) ->
                        wanted ? exists.of(batch, span) : exists.of(batch, span).not();
            }
            case Binary binary
            when binary.operator().comparison() ->
                RowExpression.compare(binary.operator(), fold(binary.left()), fold(binary.right()));
            case Literal literal -> bool(literal);
            case Field field -> bool(field);
            case Unary unary -> bool(unary);
            case Binary binary -> bool(binary);
        };
    }

    private RowTruth bool(Expression expression) {
        return RowExpression.compare(BinaryOperator.EQUAL, fold(expression), new RowExpression.Constant(TRUE));
    }
}
