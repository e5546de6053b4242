package io.rubato.traceql;

import java.math.BigDecimal;
import java.util.List;
import java.util.stream.Collectors;

/// Canonical text of the nodes.
final class Printer {
    private static final long HOUR = 3_600_000_000_000L;
    private static final long MINUTE = 60_000_000_000L;

    private Printer() {}

    static String operand(Expression operand) {
        return switch (operand) {
            case Literal literal -> literal.toString();
            case Field field -> field.toString();
            case Unary unary -> "(" + unary + ')';
            case Binary binary -> "(" + binary + ')';
        };
    }

    static String operation(SpansetOperation operation) {
        boolean piped = piped(operation);
        return operand(operation.left(), piped) + ' ' + operation.operator() + ' ' + operand(operation.right(), piped);
    }

    private static boolean piped(SpansetExpression expression) {
        return switch (expression) {
            case SpansetFilter _ -> false;
            case SpansetOperation operation -> piped(operation.left()) || piped(operation.right());
            case Pipeline _ -> true;
        };
    }

    /// Beside a pipeline even a filter needs parentheses.
    private static String operand(SpansetExpression operand, boolean piped) {
        return switch (operand) {
            case SpansetFilter filter -> piped ? "(" + filter + ')' : filter.toString();
            case SpansetOperation operation -> "(" + operation + ')';
            case Pipeline pipeline -> "(" + pipeline + ')';
        };
    }

    static String operand(ScalarExpression operand) {
        return switch (operand) {
            case ScalarLiteral literal -> literal.toString();
            case Aggregate aggregate -> aggregate.toString();
            case ScalarPipeline pipeline -> pipeline.toString();
            case ScalarOperation operation -> "(" + operation + ')';
        };
    }

    static String operand(MetricsExpression operand) {
        return switch (operand) {
            case MetricsScalar scalar -> scalar.toString();
            case MetricsPipeline pipeline -> "(" + pipeline + ')';
            case MetricsMath math -> "(" + math + ')';
        };
    }

    static String fields(List<Field> fields) {
        return fields.stream().map(Field::toString).collect(Collectors.joining(", "));
    }

    static String second(List<SecondStage> stages) {
        return stages.stream().map(stage -> " " + stage).collect(Collectors.joining());
    }

    /// A name that would end early, or begin another scope, when written bare is quoted.
    static String attribute(AttributeRef attribute) {
        String name = attribute.name();
        boolean bare = name.codePoints().allMatch(c -> Chars.inName(c) && c != '"' && c != '\\')
                && !(attribute.scope() == Scope.UNSCOPED && looksElse(name, attribute.parent()));
        String text = bare ? name : '"' + name.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
        if (!attribute.parent()) {
            return attribute.scope() + text;
        }
        return (attribute.scope() == Scope.UNSCOPED ? "parent." : "parent." + attribute.scope()) + text;
    }

    private static boolean looksElse(String name, boolean parent) {
        return parent
                ? name.startsWith(Scope.SPAN.toString()) || name.startsWith(Scope.RESOURCE.toString())
                : Chars.digit(name.codePointAt(0));
    }

    static String integer(long value) {
        return value == Long.MIN_VALUE ? "minInt" : Long.toString(value);
    }

    static String floating(double value) {
        if (Double.isNaN(value)) {
            return "(0.0 / 0.0)";
        }
        if (Double.isInfinite(value)) {
            return value > 0 ? "(1.0 / 0.0)" : "(-1.0 / 0.0)";
        }
        return Double.toString(value);
    }

    /// As Go prints a duration: `1h0m0s`, `1.5s`, `238ms`.
    static String duration(long nanos) {
        if (nanos == 0) {
            return "0s";
        }
        String sign = nanos < 0 ? "-" : "";
        long rest = Math.absExact(nanos == Long.MIN_VALUE ? nanos + 1 : nanos);
        if (rest < 1_000) {
            return sign + rest + "ns";
        }
        if (rest < 1_000_000) {
            return sign + decimal(rest, 3) + "µs";
        }
        if (rest < 1_000_000_000) {
            return sign + decimal(rest, 6) + "ms";
        }
        StringBuilder text = new StringBuilder(sign);
        long hours = rest / HOUR;
        if (hours > 0) {
            text.append(hours).append('h');
        }
        rest %= HOUR;
        if (hours > 0 || rest >= MINUTE) {
            text.append(rest / MINUTE).append('m');
        }
        return text.append(decimal(rest % MINUTE, 9)).append('s').toString();
    }

    private static String decimal(long value, int digits) {
        return BigDecimal.valueOf(value, digits).stripTrailingZeros().toPlainString();
    }

    /// In back quotes if they can hold it, else in double quotes with escapes.
    static String string(String value) {
        if (value.chars().noneMatch(c -> c == '`' || c == 0 || c == '\r' || c == '\uFEFF')) {
            return '`' + value + '`';
        }
        StringBuilder text = new StringBuilder(value.length() + 8).append('"');
        value.chars()
                .forEach(c -> text.append(
                        switch (c) {
                            case '"' -> "\\\"";
                            case '\\' -> "\\\\";
                            case '\n' -> "\\n";
                            case '\r' -> "\\r";
                            case '\t' -> "\\t";
                            default -> c < ' ' ? "\\x%02x".formatted(c) : String.valueOf((char) c);
                        }));
        return text.append('"').toString();
    }
}
