package io.rubato.query.oracle;

import io.rubato.query.TagRequest;
import io.rubato.query.TagRequest.TagScope;
import io.rubato.query.TagValue;
import io.rubato.query.TagValuesRequest;
import io.rubato.query.memory.PlainSpan;
import io.rubato.query.memory.PlainTrace;
import io.rubato.storage.model.Attribute;
import io.rubato.traceql.Expression;
import io.rubato.traceql.SpanKind;
import io.rubato.traceql.SpanStatus;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/// Names and values of attributes, span by span.
final class TagsOracle {
    private static final Comparator<TagValue> ORDER =
            Comparator.comparing(TagValue::value).thenComparing(TagValue::type);
    private final List<PlainTrace> traces;

    TagsOracle(List<PlainTrace> traces) {
        this.traces = traces;
    }

    List<TagValue> values(TagValuesRequest request) {
        SortedSet<TagValue> values = new TreeSet<>(ORDER);
        spans(
                request.filter(),
                request.startNanos(),
                request.endNanos(),
                (trace, span) -> new Oracle(trace).values(request.field(), span).forEach(value -> add(value, values)));
        return first(values, request.limit());
    }

    Map<TagScope, List<String>> names(TagRequest request) {
        Map<TagScope, SortedSet<String>> names = new EnumMap<>(TagScope.class);
        spans(
                request.filter(),
                request.startNanos(),
                request.endNanos(),
                (trace, span) -> names(trace.spans().get(span), names));
        Map<TagScope, List<String>> first = new EnumMap<>(TagScope.class);
        names.forEach((scope, found) -> {
            if (!found.isEmpty() && (request.scope() == null || request.scope() == scope)) {
                first.put(scope, first(found, request.limit()));
            }
        });
        return first;
    }

    private void spans(Expression filter, long start, long end, BiConsumer<PlainTrace, Integer> each) {
        for (PlainTrace trace : traces) {
            Oracle oracle = new Oracle(trace);
            for (int span = 0; span < trace.spans().size(); span++) {
                if (overlaps(trace, start, end) && oracle.holds(filter, span)) {
                    each.accept(trace, span);
                }
            }
        }
    }

    private static boolean overlaps(PlainTrace trace, long start, long end) {
        return trace.start() <= end && trace.end() >= start;
    }

    private static void names(PlainSpan span, Map<TagScope, SortedSet<String>> names) {
        names(TagScope.RESOURCE, span.origin().resourceAttributes(), names);
        names(TagScope.INSTRUMENTATION, span.origin().scopeAttributes(), names);
        names(TagScope.SPAN, span.attributes(), names);
        span.events().forEach(event -> names(TagScope.EVENT, event.attributes(), names));
        span.links().forEach(link -> names(TagScope.LINK, link.attributes(), names));
    }

    private static void names(TagScope scope, List<Attribute> attributes, Map<TagScope, SortedSet<String>> names) {
        SortedSet<String> of = names.computeIfAbsent(scope, key -> new TreeSet<>());
        attributes.forEach(attribute -> of.add(attribute.key()));
    }

    private static <T> List<T> first(SortedSet<T> all, int limit) {
        return all.stream().limit(limit == 0 ? Long.MAX_VALUE : limit).toList();
    }

    private static void add(@Nullable Object value, Set<TagValue> values) {
        switch (value) {
            case String text -> {
                if (!text.isEmpty()) {
                    values.add(new TagValue("string", text));
                }
            }
            case Oracle.Hex(String digits) -> values.add(new TagValue("string", digits));
            case Boolean bool -> values.add(new TagValue("bool", bool.toString()));
            case Long number -> values.add(new TagValue("int", number.toString()));
            case Double number -> values.add(new TagValue("float", number.toString()));
            case SpanStatus status -> values.add(new TagValue("keyword", status.toString()));
            case SpanKind kind -> values.add(new TagValue("keyword", kind.toString()));
            case List<?> list -> list.forEach(element -> add(element, values));
            case null, default -> {}
        }
    }
}
