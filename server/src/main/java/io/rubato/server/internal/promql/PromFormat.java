package io.rubato.server.internal.promql;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/// Writes expressions as Prometheus does: on one line where that is at most 100 characters.
/// Source: `promql/parser/prettier.go` and `printer.go` of <https://github.com/prometheus/prometheus>
public final class PromFormat {
    private static final int LONGEST_LINE = 100;
    private static final long MILLI = 1_000_000;
    private static final List<String> UNITS = List.of("y", "w", "d", "h", "m", "s", "ms");
    private static final long[] MILLIS = {31_536_000_000L, 604_800_000, 86_400_000, 3_600_000, 60_000, 1_000, 1};

    private PromFormat() {}

    /// An expression, formatted.
    public static String pretty(PromExpr expression) {
        return pretty(expression, 0);
    }

    private static String pretty(PromExpr expression, int level) {
        String indent = "  ".repeat(level);
        String line = line(expression);
        if (line.length() <= LONGEST_LINE) {
            // Prometheus does not indent these.
            return expression instanceof PromExpr.Subquery ? line : indent + line;
        }
        return switch (expression) {
            case PromExpr.Aggregation aggregation ->
                indent + head(aggregation) + "(\n"
                        + (aggregation.parameter() == null ? "" : pretty(aggregation.parameter(), level + 1) + ",\n")
                        + pretty(aggregation.operand(), level + 1) + "\n" + indent + ")";
            case PromExpr.Binary binary ->
                pretty(binary.left(), level + 1) + "\n" + indent + operator(binary) + "\n"
                        + pretty(binary.right(), level + 1);
            case PromExpr.Call call ->
                indent + call.function().name() + "(\n"
                        + call.arguments().stream()
                                .map(argument -> pretty(argument, level + 1))
                                .collect(Collectors.joining(",\n"))
                        + "\n" + indent + ")";
            case PromExpr.Paren paren -> indent + "(\n" + pretty(paren.inside(), level + 1) + "\n" + indent + ")";
            case PromExpr.Negation negation ->
                indent + "-" + pretty(negation.operand(), level).substring(indent.length());
            case PromExpr.Subquery subquery -> pretty(subquery.operand(), level) + suffix(subquery);
            case PromExpr.Scalar _, PromExpr.Text _, PromExpr.Selector _, PromExpr.Range _ -> indent + line;
        };
    }

    private static String line(PromExpr expression) {
        return switch (expression) {
            case PromExpr.Scalar(double value) -> number(value);
            case PromExpr.Text(String value) -> quoted(value);
            case PromExpr.Paren(PromExpr inside) -> "(" + line(inside) + ")";
            case PromExpr.Selector selector -> series(selector) + shift(selector.shift());
            case PromExpr.Range(PromExpr.Selector selector, long range) ->
                series(selector) + "[" + duration(range) + "]" + shift(selector.shift());
            case PromExpr.Subquery subquery -> line(subquery.operand()) + suffix(subquery);
            case PromExpr.Negation(PromExpr operand) -> "-" + line(operand);
            case PromExpr.Binary binary -> line(binary.left()) + " " + operator(binary) + " " + line(binary.right());
            case PromExpr.Aggregation aggregation ->
                head(aggregation) + "("
                        + (aggregation.parameter() == null ? "" : line(aggregation.parameter()) + ", ")
                        + line(aggregation.operand()) + ")";
            case PromExpr.Call call ->
                call.arguments().stream()
                        .map(PromFormat::line)
                        .collect(Collectors.joining(", ", call.function().name() + "(", ")"));
        };
    }

    /// The name as it is written in a query.
    static String name(Enum<?> operator) {
        return operator.name().toLowerCase(Locale.ROOT);
    }

    private static String head(PromExpr.Aggregation aggregation) {
        String name = name(aggregation.operator());
        String labels = String.join(", ", aggregation.labels());
        return aggregation.without()
                ? name + " without (" + labels + ") "
                : labels.isEmpty() ? name : name + " by (" + labels + ") ";
    }

    private static String operator(PromExpr.Binary binary) {
        PromExpr.Matching matching = binary.matching();
        String text = binary.operator().text + (binary.bool() ? " bool" : "");
        if (matching.on() || !matching.labels().isEmpty()) {
            text += (matching.on() ? " on (" : " ignoring (") + String.join(", ", matching.labels()) + ")";
            if (matching.many() != PromExpr.Many.NONE) {
                text += " group_" + name(matching.many()) + " (" + String.join(", ", matching.include()) + ")";
            }
        }
        return text;
    }

    private static String series(PromExpr.Selector selector) {
        List<String> conditions = selector.matchers().stream()
                .skip(selector.name().isEmpty() ? 0 : 1)
                .map(matcher -> matcher.label() + matcher.operator() + quoted(matcher.value()))
                .toList();
        return selector.name()
                + (conditions.isEmpty() && !selector.name().isEmpty() ? "" : "{" + String.join(",", conditions) + "}");
    }

    private static String shift(PromExpr.Shift shift) {
        String anchor = switch (shift.anchor()) {
            case NONE -> "";
            case TIME -> " @ %.3f".formatted(shift.atNanos() / 1e9);
            case START -> " @ start()";
            case END -> " @ end()";
        };
        long offset = shift.offsetNanos();
        return anchor + (offset == 0 ? "" : " offset " + (offset < 0 ? "-" : "") + duration(Math.abs(offset)));
    }

    private static String suffix(PromExpr.Subquery subquery) {
        String step = subquery.stepNanos() == 0 ? "" : duration(subquery.stepNanos());
        return "[" + duration(subquery.rangeNanos()) + ":" + step + "]" + shift(subquery.shift());
    }

    private static String duration(long nanos) {
        StringBuilder text = new StringBuilder();
        long left = nanos / MILLI;
        for (int i = 0; i < MILLIS.length; i++) {
            // Years, weeks and days only where nothing is left over.
            if (left > 0 && (i > 2 || left % MILLIS[i] == 0) && left >= MILLIS[i]) {
                text.append(left / MILLIS[i]).append(UNITS.get(i));
                left %= MILLIS[i];
            }
        }
        return text.isEmpty() ? "0s" : text.toString();
    }

    private static String quoted(String text) {
        StringBuilder out = new StringBuilder("\"");
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"', '\\' -> out.append('\\').append(c);
                case '\n' -> out.append("\\n");
                case '\t' -> out.append("\\t");
                case '\r' -> out.append("\\r");
                default -> out.append(c);
            }
        }
        return out.append('"').toString();
    }

    /// As Go writes it: the shortest digits, with an exponent from 21 of them on.
    private static String number(double value) {
        if (Double.isNaN(value)) {
            return "NaN";
        }
        if (Double.isInfinite(value)) {
            return value > 0 ? "+Inf" : "-Inf";
        }
        double size = Math.abs(value);
        if (size != 0 && (size < 1e-4 || size >= 1e21)) {
            String[] parts = Double.toString(value).split("E", 2);
            String digits = parts[0].endsWith(".0") ? parts[0].substring(0, parts[0].length() - 2) : parts[0];
            int exponent = Integer.parseInt(parts[1]);
            return digits + "e" + (exponent < 0 ? "-" : "+") + (Math.abs(exponent) < 10 ? "0" : "")
                    + Math.abs(exponent);
        }
        return PromNumbers.text(value);
    }
}
