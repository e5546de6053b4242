package io.rubato.query.oracle;

import io.rubato.traceql.AttributeRef;
import io.rubato.traceql.Binary;
import io.rubato.traceql.BinaryOperator;
import io.rubato.traceql.Expression;
import io.rubato.traceql.Field;
import io.rubato.traceql.Intrinsic;
import io.rubato.traceql.IntrinsicRef;
import io.rubato.traceql.Literal;
import io.rubato.traceql.Scope;
import io.rubato.traceql.SpanKind;
import io.rubato.traceql.SpanStatus;
import io.rubato.traceql.Static;
import io.rubato.traceql.Unary;
import io.rubato.traceql.UnaryOperator;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/// Expressions by the grammar, most of them with types that go together.
final class RandomExpressions {
    private static final List<BinaryOperator> COMPARISONS = Arrays.stream(BinaryOperator.values())
            .filter(BinaryOperator::comparison)
            .toList();
    private static final List<BinaryOperator> ARITHMETIC = Arrays.stream(BinaryOperator.values())
            .filter(BinaryOperator::arithmetic)
            .toList();
    private static final List<String> PATTERNS = List.of(
            "foo",
            "foo|bar",
            "f.o",
            "fo+",
            ".*o.*",
            ".+",
            "foo.*",
            ".*bar",
            "^foo$",
            "(foo|bar)",
            "(foo|bar)?.*",
            "",
            "[a-f]+",
            "zo.",
            "f.*b.*r",
            "1.",
            "0*1",
            "fo?",
            "foo|b.+",
            "GET /(cart)?",
            "GET .*",
            "\\d+",
            "a{1,2}");
    private final Random random;

    RandomExpressions(Random random) {
        this.random = random;
    }

    private <T> T pick(List<T> values) {
        return values.get(random.nextInt(values.size()));
    }

    Expression condition(int depth) {
        int choice = random.nextInt(depth > 0 ? 14 : 9);
        if (choice < 5) {
            return matched(field());
        }
        return switch (choice) {
            case 5 ->
                new Binary(
                        random.nextBoolean() ? BinaryOperator.EQUAL : BinaryOperator.NOT_EQUAL,
                        field(),
                        new Literal(new Static.Nil()));
            case 6 -> new Binary(pick(COMPARISONS), operand(depth), operand(depth));
            case 7 -> new Binary(pick(COMPARISONS), operand(1), operand(1));
            case 8 -> random.nextInt(4) == 0 ? new Literal(new Static.Bool(random.nextBoolean())) : field();
            case 9, 10 -> new Binary(BinaryOperator.AND, condition(depth - 1), condition(depth - 1));
            case 11, 12 -> new Binary(BinaryOperator.OR, condition(depth - 1), condition(depth - 1));
            default -> new Unary(UnaryOperator.NOT, condition(depth - 1));
        };
    }

    /// A field compared with a constant of its type.
    private Expression matched(Field field) {
        BinaryOperator operator = pick(COMPARISONS);
        if (operator.regex()) {
            return new Binary(operator, field, new Literal(new Static.Str(pick(PATTERNS))));
        }
        Literal literal = switch (field.type()) {
            case STATUS -> new Literal(new Static.Status(pick(List.of(SpanStatus.values()))));
            case KIND -> new Literal(new Static.Kind(pick(List.of(SpanKind.values()))));
            case STRING -> new Literal(new Static.Str(text()));
            case INT, FLOAT, DURATION -> number();
            case UNKNOWN, NIL, BOOLEAN -> literal();
        };
        boolean mirrored = random.nextInt(5) == 0;
        return mirrored ? new Binary(operator, literal, field) : new Binary(operator, field, literal);
    }

    Expression operand(int depth) {
        int choice = random.nextInt(depth > 0 ? 7 : 4);
        return switch (choice) {
            case 0, 1 -> field();
            case 2, 3 -> literal();
            case 4 -> new Unary(UnaryOperator.NEGATE, operand(depth - 1));
            case 5 -> new Binary(pick(ARITHMETIC), operand(depth - 1), operand(depth - 1));
            default -> condition(depth - 1);
        };
    }

    Field field() {
        if (random.nextInt(3) == 0) {
            return new IntrinsicRef(pick(List.of(Intrinsic.values())));
        }
        Scope scope = pick(List.of(
                Scope.UNSCOPED,
                Scope.UNSCOPED,
                Scope.SPAN,
                Scope.SPAN,
                Scope.RESOURCE,
                Scope.EVENT,
                Scope.LINK,
                Scope.INSTRUMENTATION));
        boolean parent = List.of(Scope.UNSCOPED, Scope.SPAN, Scope.RESOURCE).contains(scope) && random.nextInt(8) == 0;
        String key = random.nextInt(12) == 0 ? "service.name" : pick(RandomTraces.KEYS);
        return new AttributeRef(scope, random.nextInt(40) == 0 ? "none" : key, parent);
    }

    private String text() {
        return switch (random.nextInt(5)) {
            case 0 -> pick(RandomTraces.NAMES);
            case 1 -> pick(List.of("frontend", "backend", "1", "01", "0002", "F", "00000000000000000000000000000001"));
            default -> pick(RandomTraces.TEXTS);
        };
    }

    private Literal number() {
        return new Literal(
                switch (random.nextInt(3)) {
                    case 0 -> new Static.Int(random.nextInt(4) == 0 ? pick(RandomTraces.INTS) : random.nextInt(12) - 2);
                    case 1 ->
                        new Static.Float(random.nextBoolean() ? pick(RandomTraces.REALS) : random.nextInt(20) / 2.0);
                    default -> new Static.Duration(random.nextInt(12) - 1);
                });
    }

    private Literal literal() {
        return switch (random.nextInt(6)) {
            case 0 -> new Literal(new Static.Bool(random.nextBoolean()));
            case 1, 2 -> number();
            case 3 ->
                new Literal(
                        random.nextBoolean()
                                ? new Static.Status(pick(List.of(SpanStatus.values())))
                                : new Static.Kind(pick(List.of(SpanKind.values()))));
            default -> new Literal(new Static.Str(text()));
        };
    }
}
