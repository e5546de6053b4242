package io.rubato.server.internal.promql;

import io.rubato.server.internal.promql.PromExpr.Many;
import io.rubato.server.internal.promql.PromExpr.Matching;
import io.rubato.server.internal.promql.PromExpr.ResultType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Reads the part of PromQL that is answered; everything else is refused with what is there.
/// Source: <https://prometheus.io/docs/prometheus/latest/querying/basics/>
public final class PromParser {
    private static final String SUPPORTED = "functions " + Signature.names() + "; aggregations "
            + String.join(
                    ", ",
                    Arrays.stream(AggregationOperator.values())
                            .map(PromFormat::name)
                            .toList());
    private static final int DEEPEST = 50;

    private final PromTokens tokens;
    private int depth;

    private PromParser(String text) {
        this.tokens = new PromTokens(text);
    }

    /// @throws PromException for anything that is not answered
    public static PromExpr parse(String text) {
        PromParser parser = new PromParser(text);
        PromExpr expression = parser.binary(1);
        if (!parser.tokens.peek().isEmpty()) {
            throw parser.tokens.unexpected("an operator or the end");
        }
        return expression;
    }

    /// Parses what a query asks for: no range vector.
    ///
    /// @throws PromException for anything that is not answered
    public static PromExpr query(String text) {
        PromExpr expression = parse(text);
        if (expression.type() == ResultType.MATRIX) {
            throw new PromException("a range vector is no answer (expected: rate or another function of it)");
        }
        return expression;
    }

    /// Parses a selector alone, as of `match[]`.
    public static List<Matcher> selector(String text) {
        if (parse(text) instanceof PromExpr.Selector selector) {
            return selector.matchers();
        }
        throw new PromException("'" + text + "' is no series selector");
    }

    /// Operators that bind at least so closely, and what is between them.
    private PromExpr binary(int least) {
        if (++depth > DEEPEST) {
            throw new PromException("parse error: more than " + DEEPEST + " expressions in one another");
        }
        PromExpr left = unary();
        while (true) {
            Optional<BinaryOperator> operator = BinaryOperator.of(tokens.peek());
            if (operator.isEmpty() || operator.get().precedence < least) {
                depth--;
                return left;
            }
            tokens.take();
            boolean bool = tokens.takes("bool");
            Matching matching = matching();
            int next = operator.get().precedence + (operator.get() == BinaryOperator.POWER ? 0 : 1);
            left = checked(new PromExpr.Binary(operator.get(), left, binary(next), matching, bool));
        }
    }

    private static PromExpr checked(PromExpr.Binary binary) {
        BinaryOperator operator = binary.operator();
        boolean scalars = binary.type() == ResultType.SCALAR;
        boolean vectors =
                binary.left().type() == ResultType.VECTOR && binary.right().type() == ResultType.VECTOR;
        for (PromExpr side : List.of(binary.left(), binary.right())) {
            if (side.type() != ResultType.SCALAR && side.type() != ResultType.VECTOR) {
                throw new PromException(
                        "parse error: binary expression must contain only scalar and instant vector" + " types");
            }
        }
        if (binary.bool() && !operator.isComparison()) {
            throw new PromException("parse error: bool modifier can only be used on comparison operators");
        }
        if (operator.isComparison() && scalars && !binary.bool()) {
            throw new PromException("parse error: comparisons between scalars must use BOOL modifier");
        }
        if (operator.isSet() && !vectors) {
            throw new PromException(
                    "parse error: set operator \"" + operator.text + "\" not allowed in binary scalar expression");
        }
        if (operator.isSet() && binary.matching().many() != Many.NONE) {
            throw new PromException("parse error: no grouping allowed for \"" + operator.text + "\" operation");
        }
        if (!vectors && !binary.matching().equals(Matching.ALL)) {
            throw new PromException("parse error: vector matching only allowed between instant vectors");
        }
        return binary;
    }

    private Matching matching() {
        boolean on = tokens.takes("on");
        if (!on && !tokens.takes("ignoring")) {
            return Matching.ALL;
        }
        List<String> labels = labels();
        Many many = tokens.takes("group_left") ? Many.LEFT : tokens.takes("group_right") ? Many.RIGHT : Many.NONE;
        List<String> include = many != Many.NONE && tokens.peek().equals("(") ? labels() : List.of();
        for (String label : include) {
            if (on && labels.contains(label)) {
                throw new PromException(
                        "parse error: label \"" + label + "\" must not occur in ON and GROUP clause at once");
            }
        }
        return new Matching(on, labels, many, include);
    }

    private PromExpr unary() {
        if (tokens.peek().equals("-") || tokens.peek().equals("+")) {
            boolean negative = tokens.take().equals("-");
            // Binds less closely than a power, more closely than anything else.
            PromExpr operand = binary(BinaryOperator.POWER.precedence);
            if (operand.type() != ResultType.SCALAR && operand.type() != ResultType.VECTOR) {
                throw new PromException("parse error: unary expression only allowed on expressions of type scalar or"
                        + " instant vector, got \"" + operand.type().title() + "\"");
            }
            return !negative
                    ? operand
                    : operand instanceof PromExpr.Scalar(double value)
                            ? new PromExpr.Scalar(-value)
                            : new PromExpr.Negation(operand);
        }
        PromExpr whole = primary();
        while (true) {
            if (tokens.takes("[")) {
                whole = ranged(whole);
            } else if (tokens.takes("offset")) {
                boolean ahead = tokens.takes("-");
                long nanos = PromTime.durationNanos(tokens.take());
                whole = shifted(whole, ahead ? -nanos : nanos, null);
            } else if (tokens.takes("@")) {
                whole = shifted(whole, 0, anchor());
            } else {
                return whole;
            }
        }
    }

    private PromExpr.Shift anchor() {
        for (PromExpr.Anchor anchor : List.of(PromExpr.Anchor.START, PromExpr.Anchor.END)) {
            if (tokens.takes(anchor.name().toLowerCase(Locale.ROOT))) {
                tokens.expect("(");
                tokens.expect(")");
                return new PromExpr.Shift(0, anchor, 0);
            }
        }
        boolean negative = tokens.takes("-");
        double seconds = tokens.number();
        return new PromExpr.Shift(0, PromExpr.Anchor.TIME, Math.round(seconds * 1e3) * (negative ? -1 : 1) * 1_000_000);
    }

    private PromExpr ranged(PromExpr operand) {
        long range = PromTime.durationNanos(tokens.take());
        if (tokens.peek().startsWith(":")) {
            // A colon may begin a name, too.
            String rest = tokens.take().substring(1);
            String resolution = rest.isEmpty() && !tokens.peek().equals("]") ? tokens.take() : rest;
            long step = resolution.isEmpty() ? 0 : PromTime.durationNanos(resolution);
            tokens.expect("]");
            if (operand.type() != ResultType.SCALAR && operand.type() != ResultType.VECTOR) {
                throw new PromException("parse error: subquery is only allowed on instant vector, got "
                        + operand.type().title());
            }
            return new PromExpr.Subquery(operand, range, step, PromExpr.Shift.NONE);
        }
        tokens.expect("]");
        if (operand instanceof PromExpr.Selector selector && selector.shift().equals(PromExpr.Shift.NONE)) {
            return new PromExpr.Range(selector, range);
        }
        throw new PromException("parse error: ranges only allowed for vector selectors");
    }

    private static PromExpr shifted(PromExpr operand, long offset, PromExpr.@Nullable Shift anchor) {
        return switch (operand) {
            case PromExpr.Selector selector ->
                new PromExpr.Selector(selector.name(), selector.matchers(), both(selector.shift(), offset, anchor));
            case PromExpr.Range range ->
                new PromExpr.Range((PromExpr.Selector) shifted(range.selector(), offset, anchor), range.rangeNanos());
            case PromExpr.Subquery subquery ->
                new PromExpr.Subquery(
                        subquery.operand(),
                        subquery.rangeNanos(),
                        subquery.stepNanos(),
                        both(subquery.shift(), offset, anchor));
            default ->
                throw new PromException("parse error: offset and @ must be preceded by a selector or a subquery");
        };
    }

    private static PromExpr.Shift both(PromExpr.Shift known, long offset, PromExpr.@Nullable Shift anchor) {
        if (anchor == null ? known.offsetNanos() != 0 : known.anchor() != PromExpr.Anchor.NONE) {
            throw new PromException("parse error: offset and @ may be set once each");
        }
        return anchor == null
                ? new PromExpr.Shift(offset, known.anchor(), known.atNanos())
                : new PromExpr.Shift(known.offsetNanos(), anchor.anchor(), anchor.atNanos());
    }

    private PromExpr primary() {
        if (tokens.takes("(")) {
            PromExpr inside = binary(1);
            tokens.expect(")");
            return new PromExpr.Paren(inside);
        }
        if (tokens.isNumber()) {
            return new PromExpr.Scalar(tokens.number());
        }
        if (tokens.isText()) {
            return new PromExpr.Text(tokens.text());
        }
        if (tokens.peek().equals("{")) {
            return series("");
        }
        if (!tokens.isName()) {
            throw tokens.unexpected("a selector, a number, a function or an aggregation");
        }
        String name = tokens.take();
        Optional<AggregationOperator> operator = Arrays.stream(AggregationOperator.values())
                .filter(one -> one.name().equals(name.toUpperCase(Locale.ROOT)))
                .findFirst();
        boolean aggregates = tokens.peek().equals("(")
                || tokens.peek().equalsIgnoreCase("by")
                || tokens.peek().equalsIgnoreCase("without");
        if (operator.isPresent() && aggregates) {
            return aggregation(operator.get());
        }
        return tokens.peek().equals("(") ? call(name) : series(name);
    }

    private PromExpr aggregation(AggregationOperator operator) {
        Grouping grouping = grouping(new Grouping(false, List.of()));
        tokens.expect("(");
        PromExpr parameter = null;
        if (operator.hasParameter()) {
            parameter = argument(
                    PromFormat.name(operator),
                    operator == AggregationOperator.COUNT_VALUES ? ResultType.STRING : ResultType.SCALAR);
            tokens.expect(",");
        }
        PromExpr operand = argument(PromFormat.name(operator), ResultType.VECTOR);
        tokens.expect(")");
        grouping = grouping(grouping);
        return new PromExpr.Aggregation(operator, parameter, grouping.without, grouping.labels, operand);
    }

    private record Grouping(boolean without, List<String> labels) {}

    private Grouping grouping(Grouping otherwise) {
        boolean without = tokens.peek().equalsIgnoreCase("without");
        if (!without && !tokens.peek().equalsIgnoreCase("by")) {
            return otherwise;
        }
        tokens.take();
        return new Grouping(without, labels());
    }

    private List<String> labels() {
        tokens.expect("(");
        List<String> labels = new ArrayList<>();
        while (!tokens.takes(")")) {
            if (!tokens.isName()) {
                throw tokens.unexpected("a label");
            }
            labels.add(tokens.take());
            if (!tokens.peek().equals(")")) {
                tokens.expect(",");
            }
        }
        return List.copyOf(labels);
    }

    private PromExpr argument(String function, ResultType wanted) {
        PromExpr argument = binary(1);
        if (argument.type() != wanted) {
            throw new PromException("parse error: expected type " + wanted.title() + " in call to '" + function
                    + "', got " + argument.type().title());
        }
        return argument;
    }

    private PromExpr call(String name) {
        Signature signature = Signature.of(name)
                .orElseThrow(() ->
                        new PromException("function '" + name + "' is not supported (supported: " + SUPPORTED + ")"));
        tokens.expect("(");
        List<ResultType> types = signature.arguments();
        List<PromExpr> arguments = new ArrayList<>();
        while (!tokens.peek().equals(")")) {
            boolean more = arguments.size() >= types.size();
            if (more && !signature.repeated()) {
                throw tokens.unexpected("')'");
            }
            arguments.add(argument(name, more ? types.getLast() : types.get(arguments.size())));
            if (!tokens.takes(",")) {
                break;
            }
        }
        tokens.expect(")");
        if (arguments.size() < types.size() - signature.optional()) {
            throw new PromException("parse error: expected " + types.size() + " argument(s) in call to '" + name
                    + "', got " + arguments.size());
        }
        return new PromExpr.Call(signature, List.copyOf(arguments));
    }

    private PromExpr series(String name) {
        List<Matcher> matchers = new ArrayList<>();
        if (!name.isEmpty()) {
            matchers.add(Matcher.of(Matcher.NAME, "=", name));
        }
        if (tokens.takes("{")) {
            while (!tokens.takes("}")) {
                if (!tokens.isName()) {
                    throw tokens.unexpected("a label or '}'");
                }
                String label = tokens.take();
                if (!List.of("=", "!=", "=~", "!~").contains(tokens.peek())) {
                    throw tokens.unexpected("one of = != =~ !~");
                }
                matchers.add(Matcher.of(label, tokens.take(), tokens.text()));
                if (!tokens.peek().equals("}")) {
                    tokens.expect(",");
                }
            }
        }
        return new PromExpr.Selector(name, List.copyOf(matchers), PromExpr.Shift.NONE);
    }
}
