package io.rubato.tracing.internal.log;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.rubato.tracing.log.LogLevel;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One piece of a log filter: up to which level the loggers whose name begins with `target` pass.
///
/// A directive with a span name or fields counts only for records written in such a span.
record Directive(String target, @Nullable String spanName, List<Field> fields, LogLevel level)
        implements Comparable<Directive> {

    /// An attribute that the span must have, with this value if one is named.
    record Field(String name, @Nullable String value) {
        private boolean in(Attributes attributes) {
            for (Map.Entry<AttributeKey<?>, Object> entry : attributes.asMap().entrySet()) {
                if (entry.getKey().getKey().equals(name)) {
                    return value == null || value.equals(entry.getValue().toString());
                }
            }
            return false;
        }
    }

    static Directive of(String target, LogLevel level) {
        return new Directive(target, null, List.of(), level);
    }

    boolean asksForSpan() {
        return spanName != null || !fields.isEmpty();
    }

    boolean matches(LoggedSpan span) {
        return (spanName == null || spanName.equals(span.name()))
                && fields.stream().allMatch(field -> field.in(span.attributes()));
    }

    /// True if both decide about the same records, so that the later one replaces the earlier.
    boolean sameScope(Directive other) {
        return target.equals(other.target)
                && java.util.Objects.equals(spanName, other.spanName)
                && fields.equals(other.fields);
    }

    /// Most specific first: the longest target, then those that name a span, then those with more fields.
    @Override
    public int compareTo(Directive other) {
        int order = Integer.compare(other.target.length(), target.length());
        if (order == 0) {
            order = Boolean.compare(other.spanName != null, spanName != null);
        }
        if (order == 0) {
            order = Integer.compare(other.fields.size(), fields.size());
        }
        return order == 0 ? toString().compareTo(other.toString()) : order;
    }
}
