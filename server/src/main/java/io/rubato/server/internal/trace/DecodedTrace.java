package io.rubato.server.internal.trace;

import io.rubato.storage.model.Attribute;
import io.rubato.storage.model.AttributeValue;
import java.util.List;

/// Spans as OTLP groups them. Unknown fields, dropped counts and schema URLs are not in it.
public record DecodedTrace(List<ResourceSpans> resources) {
    /// What one resource sent.
    public record ResourceSpans(List<Attribute> attributes, List<ScopeSpans> scopes) {
        /// `service.name`; empty when there is none.
        public String service() {
            for (Attribute attribute : attributes) {
                if (attribute.key().equals("service.name")
                        && attribute.value() instanceof AttributeValue.Text(var name)) {
                    return name;
                }
            }
            return "";
        }
    }

    /// The spans of one instrumentation scope.
    public record ScopeSpans(String name, String version, List<Span> spans) {}

    /// A span.
    ///
    /// @param traceId, spanId, parentId in hexadecimal digits; without a parent `parentId` is empty
    /// @param traceState as W3C writes it; empty when there is none
    /// @param kind, statusCode OTLP's numbers
    /// @param startNanos, endNanos Unix nanoseconds
    public record Span(
            String traceId,
            String spanId,
            String traceState,
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
        public static final int INTERNAL = 1;
        public static final int SERVER = 2;
        public static final int CLIENT = 3;
        public static final int PRODUCER = 4;
        public static final int CONSUMER = 5;

        public static final int OK = 1;
        public static final int ERROR = 2;

        public long durationNanos() {
            return Math.max(0, endNanos - startNanos);
        }

        String kindWord() {
            return EnumNames.kindWord(kind);
        }

        String statusWord() {
            return EnumNames.statusWord(statusCode);
        }

        String kindName() {
            return EnumNames.kind(kind);
        }

        String statusName() {
            return EnumNames.status(statusCode);
        }
    }

    /// Something that happened during a span.
    public record Event(String name, long timeNanos, List<Attribute> attributes) {}

    /// Another span that a span belongs with.
    public record Link(String traceId, String spanId, List<Attribute> attributes) {}
}
