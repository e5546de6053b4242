package io.rubato.server.internal.zipkin;

import io.rubato.server.internal.otlp.MalformedOtlpException;
import io.rubato.server.internal.trace.DecodedTrace;
import io.rubato.server.internal.trace.DecodedTrace.Event;
import io.rubato.server.internal.trace.DecodedTrace.ScopeSpans;
import io.rubato.server.internal.trace.TraceDecoder;
import io.rubato.server.internal.trace.Values;
import io.rubato.storage.MemoryUse;
import io.rubato.storage.model.Attribute;
import io.rubato.storage.model.AttributeValue;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import zipkin2.Endpoint;
import zipkin2.Span;

/// Stored spans as Zipkin's. Spans that came from Zipkin are as they were sent; others follow OpenTelemetry's mapping,
/// with the attributes of the resource among the tags. Names of spans and services are in lower case, as everywhere in
/// Zipkin.
/// Source: <https://opentelemetry.io/docs/specs/otel/trace/sdk_exporters/zipkin/>
final class OtlpToZipkin {
    private static final long MICRO = 1_000;
    private static final Set<String> NO_TAGS = Set.of(
            Names.SERVICE,
            Names.HOST_IP,
            Names.LOCAL_PORT,
            Names.REMOTE_ENDPOINT,
            Names.SHARED,
            Names.SHARED_PARENT,
            Names.DEBUG,
            Names.NO_TIMESTAMP);

    /// Of the note of a server half, roughly.
    private static final int NOTE_BYTES = 200;

    /// The ids of server halves as stored, with those that were reported.
    private final Map<String, String> reportedIds = new HashMap<>();

    private final MemoryUse memory;

    private OtlpToZipkin(MemoryUse memory) {
        this.memory = memory;
    }

    /// Takes a span of Zipkin's.
    interface Taking {
        void span(Span span) throws IOException;
    }

    /// The spans of one trace, one at a time.
    ///
    /// @param trace a TracesData
    /// @param memory counts what is noted of spans
    static void each(byte[] trace, MemoryUse memory, Taking taking) throws IOException, MalformedOtlpException {
        OtlpToZipkin mapping = new OtlpToZipkin(memory);
        TraceDecoder.visit(trace, mapping.new Shared());
        TraceDecoder.visit(trace, mapping.new Mapped(taking));
    }

    /// Notes which spans are server halves.
    private final class Shared implements TraceDecoder.Visitor {
        @Override
        public void resource(List<Attribute> attributes) {}

        @Override
        public void scope(String name, String version) {}

        @Override
        public void span(DecodedTrace.Span span, int bytes) {
            if (has(span.attributes(), Names.SHARED)) {
                memory.use(NOTE_BYTES);
                reportedIds.put(span.spanId(), span.parentId());
            }
        }
    }

    /// Maps each span.
    private final class Mapped implements TraceDecoder.Visitor {
        private final Taking taking;
        private List<Attribute> resource = List.of();
        private ScopeSpans scope = new ScopeSpans("", "", List.of());

        Mapped(Taking taking) {
            this.taking = taking;
        }

        @Override
        public void resource(List<Attribute> attributes) {
            resource = attributes;
        }

        @Override
        public void scope(String name, String version) {
            scope = new ScopeSpans(name, version, List.of());
        }

        @Override
        public void span(DecodedTrace.Span span, int bytes) throws IOException {
            taking.span(OtlpToZipkin.this.span(resource, scope, span));
        }
    }

    private Span span(List<Attribute> resource, ScopeSpans scope, DecodedTrace.Span span) {
        List<Attribute> attributes = span.attributes();
        Span.Builder zipkin = Span.newBuilder()
                .traceId(span.traceId())
                .id(span.spanId())
                .name(span.name())
                .kind(kind(span.kind()))
                .localEndpoint(local(resource))
                .remoteEndpoint(PeerAttributes.endpoint(span));
        parent(zipkin, span);
        if (!has(attributes, Names.NO_TIMESTAMP)) {
            zipkin.timestamp(Math.max(0, span.startNanos() / MICRO));
        }
        // Zipkin knows no duration of zero: less than a microsecond is one.
        zipkin.duration(Math.ceilDiv(span.durationNanos(), MICRO));
        if (has(attributes, Names.DEBUG)) {
            zipkin.debug(true);
        }
        for (Event event : span.events()) {
            zipkin.addAnnotation(Math.max(0, event.timeNanos() / MICRO), AnnotationText.of(event));
        }
        tags(zipkin, resource, scope, span);
        return zipkin.build();
    }

    private void parent(Span.Builder zipkin, DecodedTrace.Span span) {
        String parent = span.parentId();
        if (has(span.attributes(), Names.SHARED)) {
            zipkin.id(parent).shared(true);
            parent = text(span.attributes(), Names.SHARED_PARENT);
        } else {
            parent = reportedIds.getOrDefault(parent, parent);
        }
        if (parent != null && !parent.isEmpty()) {
            zipkin.parentId(parent);
        }
    }

    private static void tags(Span.Builder zipkin, List<Attribute> resource, ScopeSpans scope, DecodedTrace.Span span) {
        String added = text(span.attributes(), Names.REMOTE_ENDPOINT);
        Set<String> fromEndpoint = added == null ? Set.of() : Set.of(added.split(" "));
        for (List<Attribute> attributes : List.of(resource, span.attributes())) {
            for (Attribute attribute : attributes) {
                if (!NO_TAGS.contains(attribute.key()) && !fromEndpoint.contains(attribute.key())) {
                    zipkin.putTag(attribute.key(), Values.text(attribute.value()));
                }
            }
        }
        if (!scope.name().isEmpty()) {
            zipkin.putTag(Names.SCOPE_NAME, scope.name());
        }
        if (!scope.version().isEmpty()) {
            zipkin.putTag(Names.SCOPE_VERSION, scope.version());
        }
        if (span.statusCode() == DecodedTrace.Span.OK) {
            zipkin.putTag(Names.STATUS_CODE, "OK");
        } else if (span.statusCode() == DecodedTrace.Span.ERROR && find(span.attributes(), Names.ERROR) == null) {
            zipkin.putTag(Names.STATUS_CODE, "ERROR");
            zipkin.putTag(Names.ERROR, span.statusMessage());
        }
    }

    private static Endpoint local(List<Attribute> resource) {
        Endpoint.Builder endpoint = Endpoint.newBuilder().serviceName(text(resource, Names.SERVICE));
        if (find(resource, Names.HOST_IP) instanceof AttributeValue.Array(List<AttributeValue> addresses)) {
            addresses.forEach(address -> endpoint.parseIp(Values.text(address)));
        }
        if (find(resource, Names.LOCAL_PORT) instanceof AttributeValue.Int(long port)) {
            endpoint.port((int) port);
        }
        return endpoint.build();
    }

    private static Span.@Nullable Kind kind(int kind) {
        return switch (kind) {
            case DecodedTrace.Span.SERVER -> Span.Kind.SERVER;
            case DecodedTrace.Span.CLIENT -> Span.Kind.CLIENT;
            case DecodedTrace.Span.PRODUCER -> Span.Kind.PRODUCER;
            case DecodedTrace.Span.CONSUMER -> Span.Kind.CONSUMER;
            default -> null;
        };
    }

    static @Nullable AttributeValue find(List<Attribute> attributes, String key) {
        for (Attribute attribute : attributes) {
            if (attribute.key().equals(key)) {
                return attribute.value();
            }
        }
        return null;
    }

    static @Nullable String text(List<Attribute> attributes, String key) {
        AttributeValue value = find(attributes, key);
        return value == null ? null : Values.text(value);
    }

    private static boolean has(List<Attribute> attributes, String flag) {
        return find(attributes, flag) instanceof AttributeValue.Bool(boolean set) && set;
    }
}
