package io.rubato.server.internal.trace;

import io.rubato.storage.model.Attribute;
import io.rubato.storage.model.AttributeValue;
import java.util.List;

/// A trace as OTLP groups it.
record DecodedTrace(List<ResourceSpans> resources) {
    record ResourceSpans(List<Attribute> attributes, List<ScopeSpans> scopes) {
        String service() {
            for (Attribute attribute : attributes) {
                if (attribute.key().equals("service.name")
                        && attribute.value() instanceof AttributeValue.Text(var name)) {
                    return name;
                }
            }
            return "";
        }
    }

    record ScopeSpans(String name, String version, List<Span> spans) {}

    /// @param traceId, spanId, parentId in hexadecimal digits; without a parent `parentId` is empty
    /// @param startNanos, endNanos Unix nanoseconds
    record Span(
            String traceId,
            String spanId,
            String parentId,
            String name,
            int kind,
            long startNanos,
            long endNanos,
            List<Attribute> attributes,
            List<Event> events,
            List<Link> links,
            int statusCode,
            String statusMessage) {
        static final int ERROR = 2;
        private static final List<String> KINDS = List.of(
                "SPAN_KIND_UNSPECIFIED",
                "SPAN_KIND_INTERNAL",
                "SPAN_KIND_SERVER",
                "SPAN_KIND_CLIENT",
                "SPAN_KIND_PRODUCER",
                "SPAN_KIND_CONSUMER");
        private static final List<String> STATUS_CODES =
                List.of("STATUS_CODE_UNSET", "STATUS_CODE_OK", "STATUS_CODE_ERROR");

        long durationNanos() {
            return Math.max(0, endNanos - startNanos);
        }

        String kindName() {
            return kind >= 0 && kind < KINDS.size() ? KINDS.get(kind) : Integer.toString(kind);
        }

        String statusName() {
            return statusCode >= 0 && statusCode < STATUS_CODES.size()
                    ? STATUS_CODES.get(statusCode)
                    : Integer.toString(statusCode);
        }
    }

    record Event(String name, long timeNanos, List<Attribute> attributes) {}

    record Link(String traceId, String spanId, List<Attribute> attributes) {}
}
