package io.rubato.traceql;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;

/// Random trees of the kind the parser returns; they need not make sense.
final class RandomQueries {
    private static final String[] NAMES = {
        "a",
        "http.status_code",
        "größe",
        "with space",
        "q\"uote",
        "back\\slash",
        "5xx",
        "span.x",
        "a-b",
        "x:y",
        "😀",
        "a{b",
        "//"
    };
    private static final String[] TEXTS = {
        "", "x", "a b", "`", "\"", "\\", "\n\t", "\r", "ä😀", "a|b", "}", "//", "\u0000"
    };
    private static final long[] INTS = {0, 1, -1, 200, Long.MAX_VALUE, Long.MIN_VALUE, 1L << 40};
    private static final double[] FLOATS = {0.0, -0.0, 0.5, -2.25, 1e300, 1e-300, 123456789.125};
    private static final long[] NANOS = {
        0, 1, 999, 1_500, 238_000_000, -5_000_000_000L, 90_000_000_000L, 3_600_000_000_001L, Long.MAX_VALUE
    };

    private final Random random;

    RandomQueries(long seed) {
        this.random = new Random(seed);
    }

    Query query() {
        QueryBody body = switch (random.nextInt(6)) {
            case 0 -> metricsPipeline();
            case 1 -> math(2);
            case 2 -> new Pipeline(List.of(scalarPipelines()));
            case 3 -> new Pipeline(List.of(pipedOperation(2)));
            default -> pipeline(1 + random.nextInt(4));
        };
        return new Query(body, list(0, 2, () -> new Hint(pick("most_recent", "sample", "x_1"), positive())));
    }

    Expression expression(int depth) {
        if (depth == 0 || random.nextInt(5) == 0) {
            return random.nextBoolean() ? field() : new Literal(literal());
        }
        if (random.nextInt(5) == 0) {
            Expression operand = expression(depth - 1);
            boolean folded =
                    operand instanceof Literal(Static value) && value.type().numeric();
            return new Unary(folded ? UnaryOperator.NOT : pick(UnaryOperator.values()), operand);
        }
        return new Binary(pick(BinaryOperator.values()), expression(depth - 1), expression(depth - 1));
    }

    private Field field() {
        if (random.nextInt(3) == 0) {
            return new IntrinsicRef(pick(Intrinsic.values()));
        }
        boolean parent = random.nextInt(4) == 0;
        Scope scope = parent ? pick(Scope.UNSCOPED, Scope.SPAN, Scope.RESOURCE) : pick(Scope.values());
        return new AttributeRef(scope, pick(NAMES), parent);
    }

    private Static literal() {
        return switch (random.nextInt(8)) {
            case 0 -> new Static.Str(pick(TEXTS));
            case 1 -> new Static.Bool(random.nextBoolean());
            case 2 -> new Static.Nil();
            case 3 -> new Static.Status(pick(SpanStatus.values()));
            case 4 -> new Static.Kind(pick(SpanKind.values()));
            default -> number();
        };
    }

    private Static number() {
        return switch (random.nextInt(3)) {
            case 0 -> new Static.Int(INTS[random.nextInt(INTS.length)]);
            case 1 -> new Static.Float(FLOATS[random.nextInt(FLOATS.length)]);
            default -> new Static.Duration(NANOS[random.nextInt(NANOS.length)]);
        };
    }

    private Static positive() {
        Static value = literal();
        return value.toString().startsWith("-") ? new Static.Int(1) : value;
    }

    private Pipeline pipeline(int size) {
        List<Stage> stages = new ArrayList<>();
        while (stages.size() < size) {
            stages.add(
                    switch (random.nextInt(stages.isEmpty() ? 5 : 6)) {
                        case 0 -> new GroupBy(expression(2));
                        case 1 -> new Select(list(1, 3, this::field));
                        case 2 -> comparison();
                        case 5 -> new Coalesce();
                        default -> spanset(random.nextInt(3));
                    });
        }
        return new Pipeline(stages);
    }

    private SpansetFilter filter() {
        return new SpansetFilter(expression(3));
    }

    private SpansetExpression spanset(int depth) {
        return depth == 0
                ? filter()
                : new SpansetOperation(pick(SpansetOperator.values()), spanset(depth - 1), spanset(depth - 1));
    }

    private SpansetOperation pipedOperation(int depth) {
        SpansetExpression left = depth == 0 ? pipeline(2) : pipedOperation(depth - 1);
        SpansetExpression right = random.nextBoolean() ? spanset(random.nextInt(2)) : pipeline(3);
        return new SpansetOperation(pick(SpansetOperator.values()), left, right);
    }

    private BinaryOperator order() {
        return pick(
                BinaryOperator.EQUAL,
                BinaryOperator.NOT_EQUAL,
                BinaryOperator.LESS,
                BinaryOperator.LESS_EQUAL,
                BinaryOperator.GREATER,
                BinaryOperator.GREATER_EQUAL);
    }

    private BinaryOperator arithmetic() {
        return pick(
                BinaryOperator.ADD,
                BinaryOperator.SUBTRACT,
                BinaryOperator.MULTIPLY,
                BinaryOperator.DIVIDE,
                BinaryOperator.MODULO,
                BinaryOperator.POWER);
    }

    private ScalarFilter comparison() {
        return random.nextBoolean()
                ? new ScalarFilter(
                        order(), aggregates(2), random.nextBoolean() ? new ScalarLiteral(number()) : aggregates(1))
                : new ScalarFilter(order(), new ScalarLiteral(number()), aggregates(1));
    }

    private ScalarExpression aggregates(int depth) {
        if (depth == 0) {
            return aggregate();
        }
        ScalarExpression other = random.nextBoolean() ? new ScalarLiteral(number()) : aggregates(depth - 1);
        return random.nextBoolean()
                ? new ScalarOperation(arithmetic(), aggregates(depth - 1), other)
                : new ScalarOperation(arithmetic(), other, aggregates(depth - 1));
    }

    private Aggregate aggregate() {
        AggregateFunction function = pick(AggregateFunction.values());
        return new Aggregate(function, function == AggregateFunction.COUNT ? null : expression(2));
    }

    private ScalarFilter scalarPipelines() {
        ScalarExpression left = scalarPipeline();
        if (random.nextBoolean()) {
            left = new ScalarOperation(arithmetic(), left, scalarPipeline());
        }
        return new ScalarFilter(order(), left, random.nextBoolean() ? scalarPipeline() : new ScalarLiteral(number()));
    }

    private ScalarPipeline scalarPipeline() {
        return new ScalarPipeline(pipeline(1 + random.nextInt(2)), aggregate());
    }

    private MetricsPipeline metricsPipeline() {
        return new MetricsPipeline(pipeline(1 + random.nextInt(2)), metrics(), list(0, 2, this::second));
    }

    private MetricsMath math(int depth) {
        MetricsExpression left = depth == 0 || random.nextBoolean() ? metricsPipeline() : math(depth - 1);
        MetricsExpression right = random.nextBoolean() ? new MetricsScalar(number()) : metricsPipeline();
        BinaryOperator operator =
                pick(BinaryOperator.ADD, BinaryOperator.SUBTRACT, BinaryOperator.MULTIPLY, BinaryOperator.DIVIDE);
        return random.nextBoolean()
                ? new MetricsMath(operator, left, right, list(0, 2, this::second))
                : new MetricsMath(operator, right, left, list(0, 1, this::second));
    }

    private MetricsStage metrics() {
        if (random.nextInt(5) == 0) {
            return new Compare(filter(), 1 + random.nextInt(20), random.nextInt(3), random.nextInt(3));
        }
        MetricsFunction function = pick(MetricsFunction.values());
        List<Double> quantiles =
                function == MetricsFunction.QUANTILE_OVER_TIME ? list(1, 3, () -> random.nextInt(9) / 8.0) : List.of();
        return new OverTime(function, function.measures() ? field() : null, quantiles, list(0, 6, this::field));
    }

    private SecondStage second() {
        return switch (random.nextInt(3)) {
            case 0 -> new SecondStage.TopK(1 + random.nextInt(9));
            case 1 -> new SecondStage.BottomK(1 + random.nextInt(9));
            default -> new SecondStage.Threshold(order(), number());
        };
    }

    private <T> List<T> list(int min, int max, Supplier<T> element) {
        List<T> list = new ArrayList<>();
        for (int size = random.nextInt(min, max + 1); list.size() < size; ) {
            list.add(element.get());
        }
        return list;
    }

    @SafeVarargs
    private <T> T pick(T... values) {
        return values[random.nextInt(values.length)];
    }
}
