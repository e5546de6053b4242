package io.rubato.generator.span;

import java.util.List;
import java.util.Optional;

/// One span with its resource and scope. Ids are lower-case hex, empty when absent; times are
/// nanoseconds since 1970; `kind` and `statusCode` are OTLP's numbers. Attributes keep their order and
/// their duplicates.
public record GeneratedSpan(
        SpanResource resource,
        SpanScope scope,
        String traceId,
        String spanId,
        String parentSpanId,
        String traceState,
        int flags,
        String name,
        int kind,
        long startNanos,
        long endNanos,
        List<Attribute> attributes,
        int droppedAttributes,
        List<SpanEvent> events,
        int droppedEvents,
        List<SpanLink> links,
        int droppedLinks,
        String statusMessage,
        int statusCode) {

    /// OTLP's number of status error.
    public static final int STATUS_ERROR = 2;

    /// `service.name` of the resource, empty if it has none.
    public String service() {
        return find(resource.attributes(), "service.name")
                .map(value -> value instanceof Value.Text(String text) ? text : "")
                .orElse("");
    }

    /// The first span attribute with this key.
    public Optional<Value> attribute(String key) {
        return find(attributes, key);
    }

    private static Optional<Value> find(List<Attribute> attributes, String key) {
        return attributes.stream()
                .filter(attribute -> attribute.key().equals(key))
                .map(Attribute::value)
                .findFirst();
    }
}
