package io.rubato.query.internal.search;

import io.rubato.query.Spanset;
import io.rubato.query.TraceMatch;
import io.rubato.storage.model.Attribute;
import io.rubato.storage.model.AttributeValue;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Makes the values of one key text throughout an answer in which they are of several kinds: Grafana's data source
/// makes a column of each key and fails on text beside numbers. Whole and floating-point numbers go together.
final class Coercion {
    private enum Sort {
        TEXT,
        NUMBER,
        BOOL,
        OTHER
    }

    /// What each key has been shown as.
    private final Map<String, Sort> shown = new HashMap<>();

    /// The next traces of an answer that is given in parts. What was shown already stays as it is: a value that does
    /// not
    /// go with it becomes text where the key is text, and is left out elsewhere.
    List<TraceMatch> apply(List<TraceMatch> traces) {
        Map<String, Sort> sorts = new HashMap<>();
        Set<String> mixed = new HashSet<>();
        for (TraceMatch trace : traces) {
            for (Spanset set : trace.spansets()) {
                note(set.attributes(), sorts, mixed);
                set.spans().forEach(span -> note(span.attributes(), sorts, mixed));
            }
        }
        sorts.forEach((key, sort) -> {
            Sort before = shown.putIfAbsent(key, mixed.contains(key) ? Sort.TEXT : sort);
            if (before != null && before != sort) {
                mixed.add(key);
            }
        });
        return mixed.isEmpty()
                ? traces
                : traces.stream().map(trace -> coerce(trace, mixed)).toList();
    }

    private static void note(List<Attribute> attributes, Map<String, Sort> sorts, Set<String> mixed) {
        for (Attribute attribute : attributes) {
            Sort sort = sort(attribute.value());
            Sort before = sorts.putIfAbsent(attribute.key(), sort);
            if (before != null && before != sort) {
                mixed.add(attribute.key());
            }
        }
    }

    private static Sort sort(AttributeValue value) {
        return switch (value) {
            case AttributeValue.Text text -> Sort.TEXT;
            case AttributeValue.Int number -> Sort.NUMBER;
            case AttributeValue.Real number -> Sort.NUMBER;
            case AttributeValue.Bool bool -> Sort.BOOL;
            case AttributeValue.Bytes bytes -> Sort.OTHER;
            case AttributeValue.Array array -> Sort.OTHER;
            case AttributeValue.KeyValues list -> Sort.OTHER;
            case AttributeValue.Empty empty -> Sort.OTHER;
        };
    }

    private TraceMatch coerce(TraceMatch trace, Set<String> keys) {
        List<Spanset> sets = trace.spansets().stream()
                .map(set -> new Spanset(
                        set.spans().stream().map(span -> coerce(span, keys)).toList(),
                        set.matched(),
                        coerce(set.attributes(), keys)))
                .toList();
        return new TraceMatch(
                trace.traceId(),
                trace.rootServiceName(),
                trace.rootName(),
                trace.startNanos(),
                trace.endNanos(),
                sets,
                trace.services());
    }

    private Spanset.SpanMatch coerce(Spanset.SpanMatch span, Set<String> keys) {
        return new Spanset.SpanMatch(
                span.spanId(),
                span.name(),
                span.nameSelected(),
                span.startNanos(),
                span.durationNanos(),
                coerce(span.attributes(), keys));
    }

    private List<Attribute> coerce(List<Attribute> attributes, Set<String> keys) {
        List<Attribute> coerced = new ArrayList<>();
        for (Attribute attribute : attributes) {
            if (!keys.contains(attribute.key()) || shown.get(attribute.key()) == sort(attribute.value())) {
                coerced.add(attribute);
            } else if (shown.get(attribute.key()) == Sort.TEXT) {
                coerced.add(new Attribute(attribute.key(), new AttributeValue.Text(Answers.text(attribute.value()))));
            }
        }
        return List.copyOf(coerced);
    }
}
