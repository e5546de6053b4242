package io.rubato.query.oracle;

import io.rubato.query.memory.PlainSpan;
import io.rubato.query.memory.PlainTrace;
import io.rubato.traceql.Binary;
import io.rubato.traceql.BinaryOperator;
import io.rubato.traceql.Expression;
import io.rubato.traceql.Field;
import io.rubato.traceql.Literal;
import io.rubato.traceql.Static;
import io.rubato.traceql.Unary;
import io.rubato.traceql.UnaryOperator;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Says of one span of a trace whether an expression holds: a Boolean, or null for unknown. Values are plain objects:
/// null, String, Boolean, Long, Double, [Nanos], [Hex], an enum constant, a List, or anything else for what compares
/// with nothing.
public final class Oracle {
    record Nanos(long value) {}

    record Hex(String digits) {}

    private static final Map<String, Pattern> PATTERNS = new HashMap<>();
    private final PlainTrace trace;
    private final PlainFields fields;

    public Oracle(PlainTrace trace) {
        this.trace = trace;
        this.fields = new PlainFields(trace);
    }

    /// The spans for which the expression holds, by start.
    int[] matching(Expression expression) {
        return Arrays.stream(fields.ordered)
                .filter(span -> holds(expression, span))
                .toArray();
    }

    /// Whether the expression is known to hold for a span.
    boolean holds(Expression expression, int span) {
        return Boolean.TRUE.equals(truth(expression, span));
    }

    /// The value of the expression for each event and link that it reads; a truth value is of the span as a whole.
    List<@Nullable Object> values(Expression expression, int span) {
        List<@Nullable Object> values = new ArrayList<>();
        boolean truth =
                (expression instanceof Binary binary && !binary.operator().arithmetic())
                        || (expression instanceof Unary unary && unary.operator() == UnaryOperator.NOT);
        if (truth) {
            values.add(truth(expression, span));
            return values;
        }
        rows(expression, span).forEach(row -> values.add(value(expression, row)));
        return values;
    }

    private @Nullable Boolean truth(Expression expression, int span) {
        if (expression instanceof Unary(UnaryOperator operator, Expression operand) && operator == UnaryOperator.NOT) {
            Boolean truth = truth(operand, span);
            return truth == null ? null : (Boolean) !truth;
        }
        if (expression instanceof Binary(BinaryOperator operator, Expression a, Expression b)) {
            if (operator == BinaryOperator.AND || operator == BinaryOperator.OR) {
                Boolean decisive = operator == BinaryOperator.OR;
                Boolean left = truth(a, span);
                Boolean right = truth(b, span);
                if (decisive.equals(left) || decisive.equals(right)) {
                    return decisive;
                }
                return (left == null || right == null) ? null : (Boolean) !decisive;
            }
            if (operator.comparison() && isNil(a) && isNil(b)) {
                return false;
            }
            if (operator.comparison() && (isNil(a) || isNil(b))) {
                Expression operand = isNil(a) ? b : a;
                boolean exists = rows(operand, span).anyMatch(row -> value(operand, row) != null);
                return exists == (operator == BinaryOperator.NOT_EQUAL);
            }
            if (operator.comparison()) {
                return any(rows(expression, span)
                        .map(row -> Box.of(compare(operator, value(a, row), value(b, row))))
                        .toList());
            }
        }
        return any(rows(expression, span)
                .map(row -> Box.of(value(expression, row) instanceof Boolean bool ? bool : flags(expression, row)))
                .toList());
    }

    /// An array of truth values is true if any is.
    private @Nullable Boolean flags(Expression expression, Row row) {
        return compare(BinaryOperator.EQUAL, value(expression, row), true);
    }

    private record Box(@Nullable Boolean value) {
        static Box of(@Nullable Boolean value) {
            return new Box(value);
        }
    }

    private static @Nullable Boolean any(List<Box> outcomes) {
        if (outcomes.contains(new Box(true))) {
            return true;
        }
        return outcomes.contains(new Box(false)) ? false : null;
    }

    private static boolean isNil(Expression expression) {
        return expression instanceof Literal literal && literal.value() instanceof Static.Nil;
    }

    /// A span with one of its events and one of its links, where the expression reads them.
    record Row(int span, PlainSpan.@Nullable Event event, PlainSpan.@Nullable Link link) {}

    private Stream<Row> rows(Expression expression, int span) {
        PlainSpan plain = trace.spans().get(span);
        Stream<Row> rows = Stream.of(new Row(span, null, null));
        if (reads(expression, "event")) {
            rows = rows.flatMap(row -> plain.events().stream().map(event -> new Row(span, event, null)));
        }
        if (reads(expression, "link")) {
            rows = rows.flatMap(row -> plain.links().stream().map(link -> new Row(span, row.event, link)));
        }
        return rows;
    }

    /// Whether a field of that kind belongs to this comparison and not to one inside it.
    private static boolean reads(Expression expression, String prefix) {
        return switch (expression) {
            case Literal literal -> false;
            case Field field ->
                field.toString().startsWith(prefix + ".") || field.toString().startsWith(prefix + ":");
            case Unary unary -> operand(unary.operand(), prefix);
            case Binary binary -> operand(binary.left(), prefix) || operand(binary.right(), prefix);
        };
    }

    private static boolean operand(Expression expression, String prefix) {
        boolean own = switch (expression) {
            case Binary binary -> binary.operator().arithmetic();
            case Unary unary -> unary.operator() == UnaryOperator.NEGATE;
            case Literal literal -> true;
            case Field field -> true;
        };
        return own && reads(expression, prefix);
    }

    private @Nullable Object value(Expression expression, Row row) {
        return switch (expression) {
            case Literal literal -> constant(literal.value());
            case Field field -> fields.value(field, row);
            case Unary(UnaryOperator operator, Expression operand) ->
                operator == UnaryOperator.NOT ? truth(expression, row.span) : negate(value(operand, row));
            case Binary(BinaryOperator operator, Expression a, Expression b) ->
                operator.arithmetic()
                        ? arithmetic(operator, value(a, row), value(b, row))
                        : truth(expression, row.span);
        };
    }

    static @Nullable Object constant(Static literal) {
        return switch (literal) {
            case Static.Int number -> number.value();
            case Static.Float number -> number.value();
            case Static.Duration duration -> new Nanos(duration.nanos());
            case Static.Str text -> text.value();
            case Static.Bool bool -> bool.value();
            case Static.Nil nil -> null;
            case Static.Status status -> status.value();
            case Static.Kind kind -> kind.value();
        };
    }

    private static @Nullable Object negate(@Nullable Object value) {
        return switch (value) {
            case Long number -> -number;
            case Double number -> -number;
            case Nanos nanos -> new Nanos(-nanos.value);
            case null, default -> null;
        };
    }

    static @Nullable Object arithmetic(BinaryOperator operator, @Nullable Object a, @Nullable Object b) {
        if (!isNumber(a) || !isNumber(b)) {
            return null;
        }
        boolean nanos = a instanceof Nanos || b instanceof Nanos;
        if (a instanceof Double
                || b instanceof Double
                || (operator == BinaryOperator.DIVIDE && a instanceof Nanos && b instanceof Nanos)) {
            double x = real(a);
            double y = real(b);
            double result = switch (operator) {
                case ADD -> x + y;
                case SUBTRACT -> x - y;
                case MULTIPLY -> x * y;
                case DIVIDE -> x / y;
                case MODULO -> x % y;
                default -> Math.pow(x, y);
            };
            boolean whole = result == (long) result;
            return nanos && whole && !(a instanceof Nanos && b instanceof Nanos && operator == BinaryOperator.DIVIDE)
                    ? new Nanos((long) result)
                    : (Object) result;
        }
        long x = whole(a);
        long y = whole(b);
        if (y == 0 && (operator == BinaryOperator.DIVIDE || operator == BinaryOperator.MODULO)) {
            return null;
        }
        if (nanos && operator == BinaryOperator.DIVIDE && x % y != 0) {
            return (double) x / y;
        }
        long result = switch (operator) {
            case ADD -> x + y;
            case SUBTRACT -> x - y;
            case MULTIPLY -> x * y;
            case DIVIDE -> x / y;
            case MODULO -> x % y;
            default -> (long) Math.pow((double) x, (double) y);
        };
        return nanos ? new Nanos(result) : (Object) result;
    }

    private static boolean isNumber(@Nullable Object value) {
        return value instanceof Long || value instanceof Double || value instanceof Nanos;
    }

    private static long whole(@Nullable Object value) {
        return value instanceof Nanos nanos ? nanos.value : value instanceof Long number ? number : 0;
    }

    private static double real(@Nullable Object value) {
        return value instanceof Double number ? number : (double) whole(value);
    }

    static @Nullable Boolean compare(BinaryOperator operator, @Nullable Object a, @Nullable Object b) {
        if (operator == BinaryOperator.NOT_EQUAL || operator == BinaryOperator.NOT_REGEX) {
            Boolean truth =
                    compare(operator == BinaryOperator.NOT_EQUAL ? BinaryOperator.EQUAL : BinaryOperator.REGEX, a, b);
            return truth == null ? null : (Boolean) !truth;
        }
        if (a instanceof List<?> list) {
            return any(list.stream()
                    .map(element -> Box.of(element instanceof List ? null : compare(operator, element, b)))
                    .toList());
        }
        if (b instanceof List<?> list) {
            return any(list.stream()
                    .map(element -> Box.of(element instanceof List ? null : compare(operator, a, element)))
                    .toList());
        }
        if (operator == BinaryOperator.REGEX) {
            return b instanceof String pattern ? regex(a, pattern) : null;
        }
        if (isNumber(a) && isNumber(b)) {
            return numbers(operator, a, b);
        }
        if (a instanceof Hex || b instanceof Hex) {
            int digits =
                    a instanceof Hex(String text) ? text.length() : ((Hex) Objects.requireNonNull(b)).digits.length();
            String x = hex(a, digits);
            String y = hex(b, digits);
            return (x == null || y == null) ? null : (Boolean) ordered(operator, x.compareTo(y));
        }
        if (a instanceof String x && b instanceof String y) {
            return ordered(
                    operator,
                    Arrays.compareUnsigned(x.getBytes(StandardCharsets.UTF_8), y.getBytes(StandardCharsets.UTF_8)));
        }
        boolean same = (a instanceof Boolean && b instanceof Boolean)
                || (a instanceof Enum<?> x && b instanceof Enum<?> y && x.getDeclaringClass() == y.getDeclaringClass());
        return (same && a != null && operator == BinaryOperator.EQUAL) ? (Boolean) a.equals(b) : null;
    }

    private static @Nullable Boolean regex(@Nullable Object value, String pattern) {
        try {
            Pattern compiled = PATTERNS.computeIfAbsent(pattern, text -> Pattern.compile(text, Pattern.DOTALL));
            return switch (value) {
                case String text -> compiled.matcher(text).matches();
                case Hex(String digits) ->
                    compiled.matcher(digits).matches()
                            || compiled.matcher(digits.replaceFirst("^0+", "")).matches();
                case null, default -> null;
            };
        } catch (PatternSyntaxException e) {
            return null;
        }
    }

    private static @Nullable String hex(@Nullable Object value, int digits) {
        return switch (value) {
            case Hex(String text) -> text;
            case String text ->
                text.matches("[0-9a-fA-F]{0," + digits + "}")
                        ? "0".repeat(digits - text.length()) + text.toLowerCase(Locale.ROOT)
                        : text;
            case null, default -> null;
        };
    }

    private static boolean numbers(BinaryOperator operator, @Nullable Object a, @Nullable Object b) {
        double x = real(a);
        double y = real(b);
        if (Double.isNaN(x) || Double.isNaN(y)) {
            return false;
        }
        if (Double.isInfinite(x) || Double.isInfinite(y)) {
            return ordered(operator, Double.compare(x, y));
        }
        return ordered(operator, decimal(a).compareTo(decimal(b)));
    }

    private static BigDecimal decimal(@Nullable Object value) {
        return value instanceof Double number ? new BigDecimal(number) : BigDecimal.valueOf(whole(value));
    }

    private static boolean ordered(BinaryOperator operator, int order) {
        return switch (operator) {
            case EQUAL -> order == 0;
            case LESS -> order < 0;
            case LESS_EQUAL -> order <= 0;
            case GREATER -> order > 0;
            case GREATER_EQUAL -> order >= 0;
            default -> throw new IllegalArgumentException(operator.toString());
        };
    }
}
