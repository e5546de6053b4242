package io.rubato.server.internal.jaeger;

import io.rubato.server.internal.api.TagConditions;
import io.rubato.traceql.AttributeRef;
import io.rubato.traceql.Expression;
import io.rubato.traceql.Intrinsic;
import io.rubato.traceql.IntrinsicRef;
import io.rubato.traceql.Scope;
import io.rubato.traceql.SpanKind;
import io.rubato.traceql.SpanStatus;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// What a tag of Jaeger's searches asks of a span: an attribute of any level, or a field of OTLP by the name that
/// Jaeger has for it. `resource.X`, `scope.X`, `event.X` and `link.X` are attributes `X` of that level.
final class TagSearch {
    private static final Map<String, Scope> LEVELS = Map.of(
            "resource.", Scope.RESOURCE,
            "scope.", Scope.INSTRUMENTATION,
            "event.", Scope.EVENT,
            "link.", Scope.LINK);

    private TagSearch() {}

    static Expression of(String key, String value) {
        Expression attribute = attribute(key, value);
        return switch (key) {
            case Tags.ERROR -> error(value, attribute);
            case Tags.SPAN_KIND -> {
                int kind = Tags.KINDS.indexOf(value.toLowerCase(Locale.ROOT));
                yield kind > 0
                        ? TagConditions.kind(
                                SpanKind.valueOf(Tags.KINDS.get(kind).toUpperCase(Locale.ROOT)))
                        : attribute;
            }
            case Tags.STATUS_CODE -> value.equals("UNSET") ? attribute : status(value, attribute);
            case Tags.SPAN_STATUS -> status(value.toUpperCase(Locale.ROOT), attribute);
            case Tags.STATUS_DESCRIPTION -> field(Intrinsic.STATUS_MESSAGE, value, attribute);
            case Tags.SCOPE_NAME, "scope.name" -> field(Intrinsic.INSTRUMENTATION_NAME, value, attribute);
            case Tags.SCOPE_VERSION, "scope.version" -> field(Intrinsic.INSTRUMENTATION_VERSION, value, attribute);
            case Tags.EVENT -> field(Intrinsic.EVENT_NAME, value, attribute);
            default -> attribute;
        };
    }

    private static Expression attribute(String key, String value) {
        Expression attribute = TagConditions.readsAnywhere(key, value);
        for (Map.Entry<String, Scope> level : LEVELS.entrySet()) {
            if (key.startsWith(level.getKey()) && key.length() > level.getKey().length()) {
                String name = key.substring(level.getKey().length());
                return TagConditions.or(
                        attribute, TagConditions.reads(new AttributeRef(level.getValue(), name), value));
            }
        }
        return attribute;
    }

    /// `true` are the spans that Jaeger shows as errors, `false` all others.
    private static Expression error(String value, Expression attribute) {
        return switch (value) {
            case "true" -> TagConditions.or(TagConditions.status(SpanStatus.ERROR), attribute);
            case "false" ->
                TagConditions.or(
                        attribute,
                        TagConditions.all(List.of(
                                TagConditions.statusIsNot(SpanStatus.ERROR),
                                TagConditions.isMissing(TagConditions.attribute(Tags.ERROR)))));
            default -> attribute;
        };
    }

    private static Expression status(String name, Expression attribute) {
        for (SpanStatus status : SpanStatus.values()) {
            if (status.name().equals(name)) {
                return TagConditions.or(TagConditions.status(status), attribute);
            }
        }
        return attribute;
    }

    private static Expression field(Intrinsic field, String value, Expression attribute) {
        return TagConditions.or(TagConditions.equal(new IntrinsicRef(field), value), attribute);
    }
}
