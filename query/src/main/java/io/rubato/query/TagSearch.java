package io.rubato.query;

import io.rubato.traceql.AttributeRef;
import io.rubato.traceql.Binary;
import io.rubato.traceql.BinaryOperator;
import io.rubato.traceql.Expression;
import io.rubato.traceql.Field;
import io.rubato.traceql.Intrinsic;
import io.rubato.traceql.IntrinsicRef;
import io.rubato.traceql.Literal;
import io.rubato.traceql.Pipeline;
import io.rubato.traceql.Query;
import io.rubato.traceql.Scope;
import io.rubato.traceql.SpanStatus;
import io.rubato.traceql.SpansetExpression;
import io.rubato.traceql.SpansetFilter;
import io.rubato.traceql.SpansetOperation;
import io.rubato.traceql.SpansetOperator;
import io.rubato.traceql.Static;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The search by tags that came before TraceQL, as a query: each tag must be one of some
/// span of the trace, not of the same span, as in Tempo. `service.name`, `name`,
/// `root.service.name` and `root.name` are found by a part of their text; other values must be equal, whether they are
/// stored as text or, where the tag reads as one, as a number or truth value.
public final class TagSearch {
    private static final String REGEX_META = "\\.[]{}()*+?|^$";

    private TagSearch() {}

    /// @param tags by name
    /// @param minDuration, maxDuration of the whole trace, both included, or null
    /// @throws QueryException for a value that a special tag cannot have
    public static Query toQuery(
            Map<String, String> tags, @Nullable Duration minDuration, @Nullable Duration maxDuration) {
        List<Expression> conditions = new ArrayList<>();
        tags.forEach((name, value) -> conditions.add(condition(name, value)));
        if (minDuration != null) {
            conditions.add(traceDuration(BinaryOperator.GREATER_EQUAL, minDuration));
        }
        if (maxDuration != null) {
            conditions.add(traceDuration(BinaryOperator.LESS_EQUAL, maxDuration));
        }
        SpansetExpression all = conditions.stream()
                .<SpansetExpression>map(SpansetFilter::new)
                .reduce((left, right) -> new SpansetOperation(SpansetOperator.AND, left, right))
                .orElse(SpansetFilter.ALL);
        return new Query(new Pipeline(List.of(all)), List.of());
    }

    private static Expression condition(String name, String value) {
        return switch (name) {
            case "service.name" -> contains(new AttributeRef(Scope.RESOURCE, name), value);
            case "name" -> contains(new IntrinsicRef(Intrinsic.NAME), value);
            case "root.service.name" -> contains(new IntrinsicRef(Intrinsic.ROOT_SERVICE_NAME), value);
            case "root.name" -> contains(new IntrinsicRef(Intrinsic.ROOT_NAME), value);
            case "status.code" -> status(BinaryOperator.EQUAL, status(value));
            case "error" -> error(value);
            default -> equal(new AttributeRef(Scope.UNSCOPED, name), value);
        };
    }

    private static Expression contains(Field field, String part) {
        StringBuilder pattern = new StringBuilder(".*");
        for (int i = 0; i < part.length(); i++) {
            if (REGEX_META.indexOf(part.charAt(i)) >= 0) {
                pattern.append('\\');
            }
            pattern.append(part.charAt(i));
        }
        return new Binary(BinaryOperator.REGEX, field, text(pattern.append(".*").toString()));
    }

    private static SpanStatus status(String value) {
        for (SpanStatus status : SpanStatus.values()) {
            if (status.toString().equals(value)) {
                return status;
            }
        }
        throw new QueryException("invalid tags: status.code is '" + value + "' (expected: unset, ok or error)");
    }

    private static Expression error(String value) {
        return switch (value) {
            case "true" -> status(BinaryOperator.EQUAL, SpanStatus.ERROR);
            case "false" -> status(BinaryOperator.NOT_EQUAL, SpanStatus.ERROR);
            default -> equal(new AttributeRef(Scope.UNSCOPED, "error"), value);
        };
    }

    private static Expression status(BinaryOperator operator, SpanStatus status) {
        return new Binary(operator, new IntrinsicRef(Intrinsic.STATUS), new Literal(new Static.Status(status)));
    }

    private static Expression equal(Field field, String value) {
        Expression asText = new Binary(BinaryOperator.EQUAL, field, text(value));
        Static other = typed(value);
        return other == null
                ? asText
                : new Binary(BinaryOperator.OR, asText, new Binary(BinaryOperator.EQUAL, field, new Literal(other)));
    }

    private static @Nullable Static typed(String value) {
        if (value.equals("true") || value.equals("false")) {
            return new Static.Bool(value.equals("true"));
        }
        if (value.matches("-?[0-9]{1,18}")) {
            return new Static.Int(Long.parseLong(value));
        }
        return value.matches("-?[0-9]+\\.[0-9]+") ? new Static.Float(Double.parseDouble(value)) : null;
    }

    private static Literal text(String value) {
        return new Literal(new Static.Str(value));
    }

    private static Expression traceDuration(BinaryOperator operator, Duration duration) {
        return new Binary(
                operator,
                new IntrinsicRef(Intrinsic.TRACE_DURATION),
                new Literal(new Static.Duration(duration.toNanos())));
    }
}
