package io.rubato.server.internal.prometheus;

import io.rubato.server.internal.prometheus.PromExpr.Operator;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Reads the part of PromQL that is answered; everything else is refused with what is there.
/// Source: <https://prometheus.io/docs/prometheus/latest/querying/basics/>
final class PromParser {
    static final String SUPPORTED = "selectors of " + String.join(", ", Family.allNames())
            + "; rate, increase, histogram_quantile; sum, avg, min, max, count, group, topk, bottomk with by or"
            + " without; or; numbers";
    private static final int DEEPEST = 50;

    private final PromTokens tokens;
    private int depth;

    private PromParser(String text) {
        this.tokens = new PromTokens(text);
    }

    /// @throws PromException for anything that is not answered
    static PromExpr parse(String text) {
        PromParser parser = new PromParser(text);
        PromExpr expression = parser.union();
        if (!parser.tokens.peek().isEmpty()) {
            throw parser.tokens.unexpected("the end; supported are " + SUPPORTED);
        }
        if (expression instanceof PromExpr.Selector selector && selector.rangeNanos() > 0) {
            throw new PromException("a range vector is no answer (expected: rate or increase of it)");
        }
        return expression;
    }

    /// Parses a selector alone, as of `match[]`.
    static List<Matcher> selector(String text) {
        if (parse(text) instanceof PromExpr.Selector selector) {
            return selector.matchers();
        }
        throw new PromException("'" + text + "' is no series selector");
    }

    private PromExpr union() {
        if (++depth > DEEPEST) {
            throw new PromException("parse error: more than " + DEEPEST + " expressions in one another");
        }
        PromExpr left = sum();
        while (tokens.takes("or")) {
            left = new PromExpr.Union(left, sum());
        }
        depth--;
        return left;
    }

    private PromExpr sum() {
        PromExpr left = product();
        while (tokens.peek().equals("+") || tokens.peek().equals("-")) {
            left = calculated(left, tokens.take(), product());
        }
        return left;
    }

    private PromExpr product() {
        PromExpr left = unary();
        while (tokens.peek().equals("*") || tokens.peek().equals("/")) {
            left = calculated(left, tokens.take(), unary());
        }
        return left;
    }

    private static PromExpr calculated(PromExpr left, String operator, PromExpr right) {
        if (left instanceof PromExpr.Scalar(double a) && right instanceof PromExpr.Scalar(double b)) {
            return new PromExpr.Scalar(
                    switch (operator) {
                        case "+" -> a + b;
                        case "-" -> a - b;
                        case "*" -> a * b;
                        default -> a / b;
                    });
        }
        throw new PromException("'" + operator + "' of series is not supported (supported: " + SUPPORTED + ")");
    }

    private PromExpr unary() {
        if (tokens.takes("(")) {
            PromExpr inside = union();
            tokens.expect(")");
            return inside;
        }
        if (tokens.isNumber()) {
            return new PromExpr.Scalar(tokens.number());
        }
        if (tokens.peek().equals("{")) {
            return selector(List.of());
        }
        if (!tokens.isName()) {
            throw tokens.unexpected("one of: " + SUPPORTED);
        }
        String name = tokens.take();
        Optional<Operator> operator = Arrays.stream(Operator.values())
                .filter(one -> one.name().equals(name.toUpperCase(Locale.ROOT)))
                .findFirst();
        boolean aggregates = tokens.peek().equals("(")
                || tokens.peek().equalsIgnoreCase("by")
                || tokens.peek().equalsIgnoreCase("without");
        if (operator.isPresent() && aggregates) {
            return aggregation(operator.get());
        }
        return tokens.peek().equals("(") ? call(name) : selector(List.of(named(name)));
    }

    private static Matcher named(String name) {
        if (Family.of(name).isEmpty() && !Family.isNative(name)) {
            throw new PromException(
                    "no metric '" + name + "' (expected: one of " + String.join(", ", Family.allNames()) + ")");
        }
        return Matcher.of(Matcher.NAME, "=", name);
    }

    private PromExpr aggregation(Operator operator) {
        Grouping grouping = grouping(new Grouping(false, List.of()));
        tokens.expect("(");
        double parameter = 0;
        if (operator == Operator.TOPK || operator == Operator.BOTTOMK) {
            parameter = tokens.number();
            tokens.expect(",");
        }
        PromExpr operand = vector(union());
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
        return new Grouping(without, List.copyOf(labels));
    }

    private PromExpr call(String name) {
        tokens.expect("(");
        PromExpr call = switch (name) {
            case "rate", "increase" -> rate(name);
            case "histogram_quantile" -> {
                double fraction = tokens.number();
                tokens.expect(",");
                yield new PromExpr.Quantile(fraction, vector(union()));
            }
            default ->
                throw new PromException("function '" + name + "' is not supported (supported: " + SUPPORTED + ")");
        };
        tokens.expect(")");
        return call;
    }

    private PromExpr rate(String name) {
        if (union() instanceof PromExpr.Selector selector && selector.rangeNanos() > 0) {
            return new PromExpr.Rate(name.equals("rate"), selector);
        }
        throw new PromException(name + " wants a range vector, such as " + Family.CALLS.title + "[5m]");
    }

    private static PromExpr vector(PromExpr operand) {
        if (operand instanceof PromExpr.Scalar
                || (operand instanceof PromExpr.Selector selector && selector.rangeNanos() > 0)) {
            throw new PromException("an instant vector is wanted, such as rate(" + Family.CALLS.title + "[5m])");
        }
        return operand;
    }

    private PromExpr selector(List<Matcher> named) {
        List<Matcher> matchers = new ArrayList<>(named);
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
        long range = 0;
        if (tokens.takes("[")) {
            range = PromTime.durationNanos(tokens.take());
            tokens.expect("]");
        }
        return new PromExpr.Selector(List.copyOf(matchers), range);
    }
}
