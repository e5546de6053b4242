package io.rubato.server.internal.api;

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
import io.rubato.traceql.SpanKind;
import io.rubato.traceql.SpanStatus;
import io.rubato.traceql.SpansetExpression;
import io.rubato.traceql.SpansetFilter;
import io.rubato.traceql.SpansetOperation;
import io.rubato.traceql.SpansetOperator;
import io.rubato.traceql.Static;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/// What older tracing APIs search by, as conditions of TraceQL.
public final class TagConditions {
    public static final Field SERVICE = new AttributeRef(Scope.RESOURCE, "service.name");
    public static final Field NAME = new IntrinsicRef(Intrinsic.NAME);

    /// More make a tree too deep to walk.
    private static final int MOST = 100;

    private static final String REGEX_META = "\\.[]{}()*+?|^$";

    private TagConditions() {}

    /// Text that is equal.
    public static Expression equal(Field field, String text) {
        return new Binary(BinaryOperator.EQUAL, field, new Literal(new Static.Str(text)));
    }

    /// Text that is equal but for the case of its letters.
    public static Expression equalIgnoringCase(Field field, String text) {
        StringBuilder pattern = new StringBuilder("(?i)");
        for (int i = 0; i < text.length(); i++) {
            if (REGEX_META.indexOf(text.charAt(i)) >= 0) {
                pattern.append('\\');
            }
            pattern.append(text.charAt(i));
        }
        return new Binary(BinaryOperator.REGEX, field, new Literal(new Static.Str(pattern.toString())));
    }

    /// A value that reads the same, of any type. An array reads as JSON; it is met by one with all the elements.
    public static Expression reads(Field field, String text) {
        Expression scalar = scalar(field, text);
        List<String> elements = Readings.elements(text);
        return elements.isEmpty() || elements.size() > MOST
                ? scalar
                : or(
                        scalar,
                        all(elements.stream()
                                .distinct()
                                .map(element -> scalar(field, element))
                                .toList()));
    }

    private static Expression scalar(Field field, String text) {
        return Readings.of(text).stream()
                .map(value -> equal(field, value))
                .reduce(TagConditions::or)
                .orElseThrow();
    }

    /// An attribute of the span, its resource or scope, its events or links that reads so.
    public static Expression readsAnywhere(String key, String text) {
        return Stream.of(Scope.UNSCOPED, Scope.INSTRUMENTATION, Scope.EVENT, Scope.LINK)
                .map(scope -> reads(new AttributeRef(scope, key), text))
                .reduce(TagConditions::or)
                .orElseThrow();
    }

    /// An attribute of the span or its resource.
    public static Field attribute(String key) {
        return new AttributeRef(Scope.UNSCOPED, key);
    }

    public static Expression exists(Field field) {
        return new Binary(BinaryOperator.NOT_EQUAL, field, new Literal(new Static.Nil()));
    }

    public static Expression isMissing(Field field) {
        return equal(field, new Static.Nil());
    }

    public static Expression status(SpanStatus status) {
        return equal(new IntrinsicRef(Intrinsic.STATUS), new Static.Status(status));
    }

    public static Expression statusIsNot(SpanStatus status) {
        return new Binary(
                BinaryOperator.NOT_EQUAL, new IntrinsicRef(Intrinsic.STATUS), new Literal(new Static.Status(status)));
    }

    public static Expression kind(SpanKind kind) {
        return equal(new IntrinsicRef(Intrinsic.KIND), new Static.Kind(kind));
    }

    /// The span takes at least that long.
    public static Expression atLeast(Duration duration) {
        return duration(BinaryOperator.GREATER_EQUAL, duration);
    }

    /// The span takes no longer than that.
    public static Expression atMost(Duration duration) {
        return duration(BinaryOperator.LESS_EQUAL, duration);
    }

    private static Expression duration(BinaryOperator operator, Duration duration) {
        return new Binary(
                operator, new IntrinsicRef(Intrinsic.DURATION), new Literal(new Static.Duration(duration.toNanos())));
    }

    private static Expression equal(Field field, Static value) {
        return new Binary(BinaryOperator.EQUAL, field, new Literal(value));
    }

    public static Expression or(Expression left, Expression right) {
        return new Binary(BinaryOperator.OR, left, right);
    }

    /// All of these; true when there are none.
    ///
    /// @throws BadRequest for more than a hundred
    public static Expression all(List<Expression> conditions) {
        return checked(conditions).stream()
                .reduce((left, right) -> new Binary(BinaryOperator.AND, left, right))
                .orElse(SpansetFilter.ALL.expression());
    }

    /// Traces with, for each condition, a span that meets it.
    ///
    /// @throws BadRequest for more than a hundred
    public static Query eachOnSomeSpan(List<Expression> conditions) {
        SpansetExpression spans = checked(conditions).stream()
                .<SpansetExpression>map(SpansetFilter::new)
                .reduce((left, right) -> new SpansetOperation(SpansetOperator.AND, left, right))
                .orElse(SpansetFilter.ALL);
        return new Query(new Pipeline(List.of(spans)), List.of());
    }

    private static List<Expression> checked(List<Expression> conditions) {
        if (conditions.size() > MOST) {
            throw new BadRequest(conditions.size() + " conditions, expected at most " + MOST);
        }
        return conditions;
    }

    /// Traces with a span that meets all conditions.
    ///
    /// @throws BadRequest for more than a hundred
    public static Query allOnOneSpan(List<Expression> conditions) {
        return eachOnSomeSpan(List.of(all(conditions)));
    }
}
