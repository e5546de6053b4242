package io.rubato.server.internal.zipkin;

import io.rubato.server.internal.trace.DecodedTrace;
import io.rubato.server.internal.trace.DecodedTrace.Event;
import io.rubato.server.internal.trace.DecodedTrace.ResourceSpans;
import io.rubato.server.internal.trace.DecodedTrace.ScopeSpans;
import io.rubato.server.internal.trace.Values;
import io.rubato.storage.model.Attribute;
import io.rubato.storage.model.AttributeValue;
import java.util.ArrayList;
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

    /// The ids of server halves as stored, with those that were reported.
    private final Map<String, String> reportedIds = new HashMap<>();

    private OtlpToZipkin() {}

    /// The spans of one trace.
    static List<Span> of(DecodedTrace trace) {
        OtlpToZipkin mapping = new OtlpToZipkin();
        trace.resources()
                .forEach(resource -> resource.scopes()
                        .forEach(scope -> scope.spans().stream()
                                .filter(span -> has(span.attributes(), Names.SHARED))
                                .forEach(span -> mapping.reportedIds.put(span.spanId(), span.parentId()))));
        List<Span> spans = new ArrayList<>();
        for (ResourceSpans resource : trace.resources()) {
            for (ScopeSpans scope : resource.scopes()) {
                scope.spans().forEach(span -> spans.add(mapping.span(resource.attributes(), scope, span)));
            }
        }
        return spans;
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
