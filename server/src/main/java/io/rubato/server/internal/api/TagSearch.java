package io.rubato.server.internal.api;

import com.google.re2j.Pattern;
import io.rubato.traceql.AttributeRef;
import io.rubato.traceql.Binary;
import io.rubato.traceql.BinaryOperator;
import io.rubato.traceql.Expression;
import io.rubato.traceql.Intrinsic;
import io.rubato.traceql.IntrinsicRef;
import io.rubato.traceql.Literal;
import io.rubato.traceql.Pipeline;
import io.rubato.traceql.Query;
import io.rubato.traceql.Scope;
import io.rubato.traceql.SpanStatus;
import io.rubato.traceql.SpansetFilter;
import io.rubato.traceql.Static;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The search by tags, from before TraceQL, as a TraceQL query: each tag must hold, on one span and its resource. Values
/// match exactly, except that those of `service.name`, `name`, `root.name` and `root.service.name` may be a part of what
/// is stored; a number or a boolean matches in either type.
final class TagSearch {
    private static final AttributeRef SERVICE_NAME = new AttributeRef(Scope.RESOURCE, "service.name");

    private TagSearch() {}

    /// @throws BadRequest for values that a special tag cannot have
    static Query query(Map<String, String> tags, @Nullable Duration shortest, @Nullable Duration longest) {
        List<Expression> conditions = new ArrayList<>();
        tags.forEach((key, value) -> conditions.add(condition(key, value)));
        if (shortest != null) {
            conditions.add(duration(BinaryOperator.GREATER_EQUAL, shortest));
        }
        if (longest != null) {
            conditions.add(duration(BinaryOperator.LESS_EQUAL, longest));
        }
        SpansetFilter filter = conditions.stream()
                .reduce((a, b) -> new Binary(BinaryOperator.AND, a, b))
                .map(SpansetFilter::new)
                .orElse(SpansetFilter.ALL);
        return new Query(new Pipeline(List.of(filter)), List.of());
    }

    private static Expression condition(String key, String value) {
        return switch (key) {
            case "service.name" -> contains(SERVICE_NAME, value);
            case "name" -> contains(new IntrinsicRef(Intrinsic.NAME), value);
            case "root.name" -> contains(new IntrinsicRef(Intrinsic.ROOT_NAME), value);
            case "root.service.name" -> contains(new IntrinsicRef(Intrinsic.ROOT_SERVICE_NAME), value);
            case "status.code" -> status(value);
            case "error" -> value.equals("true") ? status("error") : attribute(key, value);
            default -> attribute(key, value);
        };
    }

    private static Expression contains(Expression field, String part) {
        return compare(BinaryOperator.REGEX, field, new Static.Str(".*" + Pattern.quote(part) + ".*"));
    }

    private static Expression status(String name) {
        return switch (name) {
            case "unset" -> status(SpanStatus.UNSET);
            case "ok" -> status(SpanStatus.OK);
            case "error" -> status(SpanStatus.ERROR);
            default ->
                throw new BadRequest("invalid tags: status.code '" + name + "' (expected: unset, ok or error)");
        };
    }

    private static Expression status(SpanStatus status) {
        return compare(BinaryOperator.EQUAL, new IntrinsicRef(Intrinsic.STATUS), new Static.Status(status));
    }

    private static Expression attribute(String key, String value) {
        Expression field = new AttributeRef(Scope.UNSCOPED, key);
        Expression text = compare(BinaryOperator.EQUAL, field, new Static.Str(value));
        Static typed = typed(value);
        return typed == null
                ? text
                : new Binary(BinaryOperator.OR, text, compare(BinaryOperator.EQUAL, field, typed));
    }

    private static @Nullable Static typed(String value) {
        if (value.equals("true") || value.equals("false")) {
            return new Static.Bool(value.equals("true"));
        }
        if (!value.matches("-?\\d{1,18}(\\.\\d+)?")) {
            return null;
        }
        return value.contains(".")
                ? new Static.Float(Double.parseDouble(value))
                : new Static.Int(Long.parseLong(value));
    }

    private static Expression duration(BinaryOperator operator, Duration bound) {
        return compare(operator, new IntrinsicRef(Intrinsic.TRACE_DURATION), new Static.Duration(bound.toNanos()));
    }

    private static Expression compare(BinaryOperator operator, Expression field, Static value) {
        return new Binary(operator, field, new Literal(value));
    }
}
