package io.rubato.server.internal.jaeger;

import com.fasterxml.jackson.core.JsonGenerator;
import io.rubato.server.internal.jaeger.JaegerSpan.Log;
import io.rubato.server.internal.jaeger.JaegerSpan.Reference;
import io.rubato.server.internal.jaeger.JaegerSpan.Sender;
import io.rubato.server.internal.otlp.MalformedOtlpException;
import io.rubato.server.internal.trace.DecodedTrace;
import io.rubato.server.internal.trace.DecodedTrace.ResourceSpans;
import io.rubato.server.internal.trace.DecodedTrace.ScopeSpans;
import io.rubato.server.internal.trace.TraceDecoder;
import io.rubato.server.internal.trace.Values;
import io.rubato.storage.model.Attribute;
import io.rubato.storage.model.AttributeValue;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Stored spans in the JSON of Jaeger's UI.
/// Source: <https://github.com/jaegertracing/jaeger/blob/main/internal/uimodel/model.go>
final class JaegerJson {
    private static final long MICRO = 1_000;

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
        private final Map<Sender, String> processes = new LinkedHashMap<>();
        private Sender sender = Sender.NONE;
        private String process = "";
        private String scopeName = "";
        private String scopeVersion = "";
        private boolean begun;

        @Override
        public void resource(List<Attribute> attributes) {
            sender = OtlpToJaeger.sender(attributes);
            process = processes.computeIfAbsent(sender, each -> "p" + (processes.size() + 1));
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
            JaegerJson.this.span(OtlpToJaeger.span(sender, scopeName, scopeVersion, span), process);
        }

        void end() throws IOException {
            out.writeEndArray();
            out.writeObjectFieldStart("processes");
            for (Map.Entry<Sender, String> each : processes.entrySet()) {
                process(each.getValue(), each.getKey());
            }
            out.writeEndObject();
            out.writeNullField("warnings");
            out.writeEndObject();
        }
    }

    private void process(String key, Sender sender) throws IOException {
        out.writeObjectFieldStart(key);
        out.writeStringField("serviceName", sender.service());
        tags("tags", sender.tags());
        out.writeEndObject();
    }

    private void span(JaegerSpan span, String process) throws IOException {
        out.writeStartObject();
        out.writeStringField("traceID", traceId(span.traceId()));
        out.writeStringField("spanID", span.spanId());
        out.writeNumberField("flags", Integer.toUnsignedLong(span.flags()));
        out.writeStringField("operationName", span.operation());
        out.writeArrayFieldStart("references");
        for (Reference reference : span.references()) {
            reference(reference);
        }
        out.writeEndArray();
        out.writeNumberField("startTime", Long.divideUnsigned(span.startNanos(), MICRO));
        out.writeNumberField("duration", span.durationNanos() / MICRO);
        tags("tags", span.tags());
        out.writeArrayFieldStart("logs");
        for (Log log : span.logs()) {
            log(log);
        }
        out.writeEndArray();
        out.writeStringField("processID", process);
        out.writeNullField("warnings");
        out.writeEndObject();
    }

    private void reference(Reference reference) throws IOException {
        out.writeStartObject();
        out.writeStringField("refType", reference.follows() ? "FOLLOWS_FROM" : "CHILD_OF");
        out.writeStringField("traceID", traceId(reference.traceId()));
        out.writeStringField("spanID", reference.spanId());
        out.writeEndObject();
    }

    private void log(Log log) throws IOException {
        out.writeStartObject();
        out.writeNumberField("timestamp", Long.divideUnsigned(log.timeNanos(), MICRO));
        tags("fields", log.fields());
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
