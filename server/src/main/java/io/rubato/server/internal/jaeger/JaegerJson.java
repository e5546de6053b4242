package io.rubato.server.internal.jaeger;

import com.fasterxml.jackson.core.JsonGenerator;
import io.rubato.server.internal.otlp.MalformedOtlpException;
import io.rubato.server.internal.trace.DecodedTrace;
import io.rubato.server.internal.trace.DecodedTrace.Event;
import io.rubato.server.internal.trace.DecodedTrace.Link;
import io.rubato.server.internal.trace.DecodedTrace.ResourceSpans;
import io.rubato.server.internal.trace.DecodedTrace.ScopeSpans;
import io.rubato.server.internal.trace.TraceDecoder;
import io.rubato.server.internal.trace.Values;
import io.rubato.storage.model.Attribute;
import io.rubato.storage.model.AttributeValue;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Stored spans in the JSON of Jaeger's UI, by OpenTelemetry's mapping. What came from Jaeger has the tags it came
/// with.
/// Source: <https://github.com/jaegertracing/jaeger/blob/main/internal/uimodel/model.go>
final class JaegerJson {
    private static final long MICRO = 1_000;
    private static final String SERVICE = "service.name";

    /// What JavaScript can count to.
    private static final long SAFE = (1L << 53) - 1;

    private final JsonGenerator out;
    private final boolean shortIds;

    /// @param shortIds whether trace ids of 64 bits have 16 digits, as Jaeger shows them
    JaegerJson(JsonGenerator out, boolean shortIds) {
        this.out = out;
        this.shortIds = shortIds;
    }

    /// One trace, of which one span at a time is in memory as objects.
    ///
    /// @param trace a TracesData with one span at least
    void trace(byte[] trace) throws IOException, MalformedOtlpException {
        OneTrace one = new OneTrace();
        TraceDecoder.visit(trace, one);
        one.end();
    }

    /// One trace.
    ///
    /// @param trace with one span at least
    void trace(DecodedTrace trace) throws IOException {
        OneTrace one = new OneTrace();
        for (ResourceSpans resource : trace.resources()) {
            one.resource(resource.attributes());
            for (ScopeSpans scope : resource.scopes()) {
                one.scope(scope.name(), scope.version());
                for (DecodedTrace.Span span : scope.spans()) {
                    one.span(span, 0);
                }
            }
        }
        one.end();
    }

    /// Writes a trace while its spans come.
    private final class OneTrace implements TraceDecoder.Visitor {
        private final Map<List<Attribute>, String> processes = new LinkedHashMap<>();
        private String process = "";
        private String scopeName = "";
        private String scopeVersion = "";
        private boolean begun;

        @Override
        public void resource(List<Attribute> attributes) {
            process = processes.computeIfAbsent(attributes, each -> "p" + (processes.size() + 1));
        }

        @Override
        public void scope(String name, String version) {
            scopeName = name;
            scopeVersion = version;
        }

        @Override
        public void span(DecodedTrace.Span span, int bytes) throws IOException {
            if (!begun) {
                begun = true;
                out.writeStartObject();
                out.writeStringField("traceID", traceId(span.traceId()));
                out.writeArrayFieldStart("spans");
            }
            JaegerJson.this.span(scopeName, scopeVersion, span, process);
        }

        void end() throws IOException {
            out.writeEndArray();
            out.writeObjectFieldStart("processes");
            for (Map.Entry<List<Attribute>, String> each : processes.entrySet()) {
                process(each.getValue(), each.getKey());
            }
            out.writeEndObject();
            out.writeNullField("warnings");
            out.writeEndObject();
        }
    }

    private void process(String key, List<Attribute> resource) throws IOException {
        out.writeObjectFieldStart(key);
        String service = Tags.text(resource, SERVICE);
        out.writeStringField("serviceName", service.isEmpty() ? "unknown_service" : service);
        tags(
                "tags",
                resource.stream().filter(each -> !each.key().equals(SERVICE)).toList());
        out.writeEndObject();
    }

    private void span(String scopeName, String scopeVersion, DecodedTrace.Span span, String process)
            throws IOException {
        out.writeStartObject();
        out.writeStringField("traceID", traceId(span.traceId()));
        out.writeStringField("spanID", span.spanId());
        out.writeNumberField("flags", flags(span));
        out.writeStringField("operationName", span.name());
        out.writeArrayFieldStart("references");
        if (!span.parentId().isEmpty() && span.links().stream().noneMatch(link -> linksParent(span, link))) {
            reference("CHILD_OF", span.traceId(), span.parentId());
        }
        for (Link link : span.links()) {
            boolean child = Tags.text(link.attributes(), Tags.REFERENCE_TYPE).equals("child_of");
            reference(child ? "CHILD_OF" : "FOLLOWS_FROM", link.traceId(), link.spanId());
        }
        out.writeEndArray();
        out.writeNumberField("startTime", Long.divideUnsigned(span.startNanos(), MICRO));
        out.writeNumberField("duration", span.durationNanos() / MICRO);
        tags("tags", tags(scopeName, scopeVersion, span));
        out.writeArrayFieldStart("logs");
        for (Event event : span.events()) {
            log(event);
        }
        out.writeEndArray();
        out.writeStringField("processID", process);
        out.writeNullField("warnings");
        out.writeEndObject();
    }

    /// Whether a link says what kind of reference the parent is.
    private static boolean linksParent(DecodedTrace.Span span, Link link) {
        return link.spanId().equals(span.parentId())
                && link.traceId().equals(span.traceId())
                && Tags.find(link.attributes(), Tags.REFERENCE_TYPE) != null;
    }

    private static long flags(DecodedTrace.Span span) {
        return Tags.find(span.attributes(), Tags.FLAGS) instanceof AttributeValue.Int(long flags) ? flags : 1;
    }

    private void reference(String type, String traceId, String spanId) throws IOException {
        out.writeStartObject();
        out.writeStringField("refType", type);
        out.writeStringField("traceID", traceId(traceId));
        out.writeStringField("spanID", spanId);
        out.writeEndObject();
    }

    private static List<Attribute> tags(String scopeName, String scopeVersion, DecodedTrace.Span span) {
        List<Attribute> tags = new ArrayList<>();
        span.attributes().stream()
                .filter(each -> !each.key().equals(Tags.FLAGS))
                .forEach(tags::add);
        if (span.kind() > 0 && span.kind() < Tags.KINDS.size()) {
            add(tags, Tags.SPAN_KIND, Tags.KINDS.get(span.kind()));
        }
        add(tags, Tags.SCOPE_NAME, scopeName);
        add(tags, Tags.SCOPE_VERSION, scopeVersion);
        add(tags, Tags.TRACE_STATE, span.traceState());
        if (span.statusCode() == DecodedTrace.Span.OK) {
            add(tags, Tags.STATUS_CODE, "OK");
        } else if (span.statusCode() == DecodedTrace.Span.ERROR && Tags.find(tags, Tags.ERROR) == null) {
            add(tags, Tags.STATUS_CODE, "ERROR");
            tags.add(new Attribute(Tags.ERROR, new AttributeValue.Bool(true)));
        }
        add(tags, Tags.STATUS_DESCRIPTION, span.statusMessage());
        return tags;
    }

    private static void add(List<Attribute> tags, String key, String text) {
        if (!text.isEmpty()) {
            tags.add(new Attribute(key, new AttributeValue.Text(text)));
        }
    }

    private void log(Event event) throws IOException {
        out.writeStartObject();
        out.writeNumberField("timestamp", Long.divideUnsigned(event.timeNanos(), MICRO));
        List<Attribute> fields = new ArrayList<>();
        add(fields, Tags.EVENT, event.name());
        fields.addAll(event.attributes());
        tags("fields", fields);
        out.writeEndObject();
    }

    private void tags(String name, List<Attribute> tags) throws IOException {
        out.writeArrayFieldStart(name);
        for (Attribute tag : tags) {
            out.writeStartObject();
            out.writeStringField("key", tag.key());
            value(tag.value());
            out.writeEndObject();
        }
        out.writeEndArray();
    }

    private void value(AttributeValue value) throws IOException {
        switch (value) {
            case AttributeValue.Bool bool -> {
                out.writeStringField("type", "bool");
                out.writeBooleanField("value", bool.value());
            }
            case AttributeValue.Int number -> {
                out.writeStringField("type", "int64");
                if (Math.abs(number.value()) <= SAFE) {
                    out.writeNumberField("value", number.value());
                } else {
                    out.writeStringField("value", Long.toString(number.value()));
                }
            }
            case AttributeValue.Real real
            when Double.isFinite(real.value()) -> {
                out.writeStringField("type", "float64");
                out.writeNumberField("value", real.value());
            }
            case AttributeValue.Bytes bytes -> {
                out.writeStringField("type", "binary");
                out.writeBinaryField("value", bytes.value());
            }
            case AttributeValue.Text _,
                    AttributeValue.Real _,
                    AttributeValue.Array _,
                    AttributeValue.KeyValues _,
                    AttributeValue.Empty _ -> {
                out.writeStringField("type", "string");
                out.writeStringField("value", Values.text(value));
            }
        }
    }

    private String traceId(String id) {
        return shortIds && id.length() == 32 && id.startsWith("0".repeat(16)) ? id.substring(16) : id;
    }
}
