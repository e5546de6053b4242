package io.rubato.server.internal.trace;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.rubato.server.internal.otlp.MalformedOtlpException;
import io.rubato.server.internal.trace.DecodedTrace.Event;
import io.rubato.server.internal.trace.DecodedTrace.Link;
import io.rubato.server.internal.trace.DecodedTrace.ResourceSpans;
import io.rubato.server.internal.trace.DecodedTrace.ScopeSpans;
import io.rubato.server.internal.trace.DecodedTrace.Span;
import io.rubato.storage.model.Attribute;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.function.LongConsumer;

/// A trace in the short JSON that Tempo gives to language models, `application/vnd.grafana.llm`: services with their
/// spans, ids in hexadecimal, attributes as plain objects.
public final class ShortTrace {
    private static final JsonFactory FACTORY = new JsonFactory();
    private static final double NANOS_PER_MILLI = 1e6;

    private ShortTrace() {}

    /// @param trace a tempopb.Trace as protobuf; empty if there is none
    /// @param partial whether a part of the trace is missing
    /// @param message why; empty if there is nothing to say
    /// @param memory counts the trace's objects
    /// @throws MalformedOtlpException if it is no trace
    public static void write(
            byte[] trace, long inspectedBytes, boolean partial, String message, LongConsumer memory, OutputStream to)
            throws IOException, MalformedOtlpException {
        DecodedTrace decoded = TraceDecoder.decode(trace, memory);
        try (JsonGenerator out = FACTORY.createGenerator(to)) {
            out.writeStartObject();
            out.writeObjectFieldStart("trace");
            out.writeStringField("traceId", id(decoded));
            out.writeArrayFieldStart("services");
            for (ResourceSpans resource : decoded.resources()) {
                service(out, resource);
            }
            out.writeEndArray();
            out.writeEndObject();
            out.writeObjectFieldStart("metrics");
            out.writeNumberField("inspectedBytes", inspectedBytes);
            out.writeEndObject();
            out.writeStringField("status", partial ? "PARTIAL" : "COMPLETE");
            text(out, "message", message);
            out.writeEndObject();
        }
    }

    private static String id(DecodedTrace trace) {
        return trace.resources().stream()
                .flatMap(resource -> resource.scopes().stream())
                .flatMap(scope -> scope.spans().stream())
                .map(Span::traceId)
                .findFirst()
                .orElse("");
    }

    private static void service(JsonGenerator out, ResourceSpans resource) throws IOException {
        out.writeStartObject();
        out.writeStringField("serviceName", resource.service());
        attributes(
                out,
                "resource",
                resource.attributes().stream()
                        .filter(attribute -> !attribute.key().equals("service.name"))
                        .toList());
        out.writeArrayFieldStart("scopes");
        for (ScopeSpans scope : resource.scopes()) {
            out.writeStartObject();
            text(out, "name", scope.name());
            text(out, "version", scope.version());
            out.writeArrayFieldStart("spans");
            for (Span span : scope.spans()) {
                span(out, span);
            }
            out.writeEndArray();
            out.writeEndObject();
        }
        out.writeEndArray();
        out.writeEndObject();
    }

    private static void span(JsonGenerator out, Span span) throws IOException {
        out.writeStartObject();
        out.writeStringField("spanId", span.spanId());
        out.writeStringField("name", span.name());
        text(out, "parentSpanId", span.parentId());
        out.writeStringField("kind", span.kindName());
        out.writeStringField("startTimeUnixNano", Long.toUnsignedString(span.startNanos()));
        out.writeStringField("endTimeUnixNano", Long.toUnsignedString(span.endNanos()));
        out.writeNumberField("durationMs", span.durationNanos() / NANOS_PER_MILLI);
        attributes(out, "attributes", span.attributes());
        events(out, span.events());
        links(out, span.links());
        out.writeObjectFieldStart("status");
        out.writeStringField("code", span.statusName());
        text(out, "message", span.statusMessage());
        out.writeEndObject();
        out.writeEndObject();
    }

    private static void events(JsonGenerator out, List<Event> events) throws IOException {
        if (events.isEmpty()) {
            return;
        }
        out.writeArrayFieldStart("events");
        for (Event event : events) {
            out.writeStartObject();
            out.writeStringField("name", event.name());
            out.writeStringField("timeUnixNano", Long.toUnsignedString(event.timeNanos()));
            attributes(out, "attributes", event.attributes());
            out.writeEndObject();
        }
        out.writeEndArray();
    }

    private static void links(JsonGenerator out, List<Link> links) throws IOException {
        if (links.isEmpty()) {
            return;
        }
        out.writeArrayFieldStart("links");
        for (Link link : links) {
            out.writeStartObject();
            out.writeStringField("traceId", link.traceId());
            out.writeStringField("spanId", link.spanId());
            attributes(out, "attributes", link.attributes());
            out.writeEndObject();
        }
        out.writeEndArray();
    }

    private static void attributes(JsonGenerator out, String name, List<Attribute> attributes) throws IOException {
        if (!attributes.isEmpty()) {
            out.writeFieldName(name);
            Values.object(out, attributes);
        }
    }

    private static void text(JsonGenerator out, String name, String value) throws IOException {
        if (!value.isEmpty()) {
            out.writeStringField(name, value);
        }
    }
}
