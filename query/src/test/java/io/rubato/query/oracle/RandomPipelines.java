package io.rubato.query.oracle;

import io.rubato.traceql.Aggregate;
import io.rubato.traceql.AggregateFunction;
import io.rubato.traceql.Binary;
import io.rubato.traceql.BinaryOperator;
import io.rubato.traceql.Coalesce;
import io.rubato.traceql.Expression;
import io.rubato.traceql.Field;
import io.rubato.traceql.GroupBy;
import io.rubato.traceql.Intrinsic;
import io.rubato.traceql.IntrinsicRef;
import io.rubato.traceql.Literal;
import io.rubato.traceql.Pipeline;
import io.rubato.traceql.ScalarExpression;
import io.rubato.traceql.ScalarFilter;
import io.rubato.traceql.ScalarLiteral;
import io.rubato.traceql.ScalarOperation;
import io.rubato.traceql.ScalarPipeline;
import io.rubato.traceql.Select;
import io.rubato.traceql.SpanKind;
import io.rubato.traceql.SpanStatus;
import io.rubato.traceql.SpansetExpression;
import io.rubato.traceql.SpansetFilter;
import io.rubato.traceql.SpansetOperation;
import io.rubato.traceql.SpansetOperator;
import io.rubato.traceql.Stage;
import io.rubato.traceql.Static;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/// Pipelines by the grammar, with conditions that often hold.
final class RandomPipelines {
    private static final List<BinaryOperator> COMPARISONS = Arrays.stream(BinaryOperator.values())
            .filter(operator -> operator.comparison() && !operator.regex())
            .toList();
    private static final List<BinaryOperator> ARITHMETIC = Arrays.stream(BinaryOperator.values())
            .filter(BinaryOperator::arithmetic)
            .toList();
    private final Random random;
    private final RandomExpressions expressions;

    RandomPipelines(Random random) {
        this.random = random;
        this.expressions = new RandomExpressions(random);
    }

    private <T> T pick(List<T> values) {
        return values.get(random.nextInt(values.size()));
    }

    Pipeline pipeline() {
        return switch (random.nextInt(6)) {
            case 0 -> new Pipeline(List.of(new SpansetFilter(expressions.condition(random.nextInt(4)))));
            case 1, 2 -> new Pipeline(List.of(expression(2)));
            case 3 -> new Pipeline(List.of(random.nextInt(3) == 0 ? compared() : joined(1)));
            default -> stages(1 + random.nextInt(4));
        };
    }

    private Pipeline stages(int count) {
        List<Stage> stages = new ArrayList<>();
        stages.add(random.nextInt(4) == 0 ? opening() : expression(1));
        while (stages.size() < count) {
            stages.add(
                    switch (random.nextInt(9)) {
                        case 0, 1 -> expression(1);
                        case 2 -> new Coalesce();
                        default -> opening();
                    });
        }
        return new Pipeline(stages);
    }

    private Stage opening() {
        return switch (random.nextInt(5)) {
            case 0, 1 -> new GroupBy(grouping());
            case 2 -> new Select(List.of(expressions.field(), new IntrinsicRef(Intrinsic.NAME)));
            default -> new ScalarFilter(pick(COMPARISONS), scalar(1), random.nextInt(3) == 0 ? scalar(1) : literal());
        };
    }

    /// Operands that are pipelines stand beside nothing else.
    private SpansetOperation joined(int depth) {
        SpansetExpression left =
                depth > 0 && random.nextInt(4) == 0 ? joined(depth - 1) : stages(2 + random.nextInt(2));
        SpansetExpression right = random.nextBoolean() ? stages(2 + random.nextInt(2)) : filter();
        return new SpansetOperation(pick(List.of(SpansetOperator.values())), left, right);
    }

    private ScalarFilter compared() {
        ScalarExpression left = new ScalarPipeline(stages(1 + random.nextInt(2)), aggregate());
        ScalarExpression right =
                random.nextInt(4) == 0 ? literal() : new ScalarPipeline(stages(1 + random.nextInt(2)), aggregate());
        if (random.nextInt(4) == 0) {
            left = new ScalarOperation(pick(ARITHMETIC), left, new ScalarPipeline(stages(1), aggregate()));
        }
        return new ScalarFilter(pick(COMPARISONS), left, right);
    }

    private SpansetExpression expression(int depth) {
        return depth == 0 || random.nextInt(4) == 0
                ? filter()
                : new SpansetOperation(
                        pick(List.of(SpansetOperator.values())), expression(depth - 1), expression(depth - 1));
    }

    private SpansetFilter filter() {
        Literal one = new Literal(new Static.Int(1 + random.nextInt(4)));
        return switch (random.nextInt(8)) {
            case 0, 1 -> SpansetFilter.ALL;
            case 2 -> equal(Intrinsic.NAME, new Static.Str(pick(RandomTraces.NAMES)));
            case 3 -> equal(Intrinsic.STATUS, new Static.Status(pick(List.of(SpanStatus.values()))));
            case 4 -> equal(Intrinsic.KIND, new Static.Kind(pick(List.of(SpanKind.values()))));
            case 5 -> new SpansetFilter(new Binary(pick(COMPARISONS), new IntrinsicRef(Intrinsic.DURATION), one));
            case 6 ->
                new SpansetFilter(new Binary(BinaryOperator.LESS, new IntrinsicRef(Intrinsic.NESTED_SET_PARENT), one));
            default -> new SpansetFilter(expressions.condition(1));
        };
    }

    private static SpansetFilter equal(Intrinsic intrinsic, Static value) {
        return new SpansetFilter(new Binary(BinaryOperator.EQUAL, new IntrinsicRef(intrinsic), new Literal(value)));
    }

    private Expression grouping() {
        return switch (random.nextInt(4)) {
            case 0 -> new IntrinsicRef(pick(List.of(Intrinsic.NAME, Intrinsic.STATUS, Intrinsic.KIND)));
            case 1 -> expressions.condition(0);
            case 2 -> expressions.operand(1);
            default -> expressions.field();
        };
    }

    private ScalarExpression scalar(int depth) {
        return switch (random.nextInt(depth > 0 ? 4 : 2)) {
            case 0, 1 -> aggregate();
            default ->
                new ScalarOperation(
                        pick(ARITHMETIC), scalar(depth - 1), random.nextBoolean() ? literal() : scalar(depth - 1));
        };
    }

    private Aggregate aggregate() {
        if (random.nextInt(3) == 0) {
            return new Aggregate(AggregateFunction.COUNT, null);
        }
        AggregateFunction function = pick(
                List.of(AggregateFunction.MIN, AggregateFunction.MAX, AggregateFunction.SUM, AggregateFunction.AVG));
        Expression measured = switch (random.nextInt(4)) {
            case 0 -> new IntrinsicRef(Intrinsic.DURATION);
            case 1 -> expressions.operand(1);
            default -> {
                Field field = expressions.field();
                yield field;
            }
        };
        return new Aggregate(function, measured);
    }

    private ScalarLiteral literal() {
        return new ScalarLiteral(
                switch (random.nextInt(3)) {
                    case 0 -> new Static.Int(random.nextInt(8) - 1);
                    case 1 -> new Static.Float(random.nextInt(16) / 2.0);
                    default -> new Static.Duration(random.nextInt(8));
                });
    }
}
