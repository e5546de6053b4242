package io.rubato.server.internal.zipkin;

import io.rubato.server.internal.trace.DecodedTrace;
import io.rubato.server.internal.trace.DecodedTrace.Event;
import io.rubato.server.internal.trace.SpanGroups;
import io.rubato.storage.model.Attribute;
import io.rubato.storage.model.AttributeValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import zipkin2.Annotation;
import zipkin2.Endpoint;
import zipkin2.Span;

/// Zipkin's spans as OTLP. The mapping is OpenTelemetry's, the other way round; tags stay text; what OTLP has no field
/// for becomes an attribute under `zipkin.`, so that [OtlpToZipkin] gives back what was sent.
/// Source: <https://opentelemetry.io/docs/specs/otel/trace/sdk_exporters/zipkin/>
final class ZipkinToOtlp {
    private static final int MICRO = 1_000;
    private static final Set<String> SCOPE = Set.of(Names.SCOPE_NAME, Names.SCOPE_VERSION);

    private final SharedSpans shared;
    private final long nowMicros;

    private ZipkinToOtlp(List<Span> request, long nowMicros) {
        this.shared = new SharedSpans(request);
        this.nowMicros = nowMicros;
    }

    /// @param nowMicros the start of spans that name none, Unix microseconds
    static DecodedTrace of(List<Span> request, long nowMicros) {
        ZipkinToOtlp mapping = new ZipkinToOtlp(request, nowMicros);
        SpanGroups groups = new SpanGroups();
        for (Span span : request) {
            Map<String, String> tags = span.tags();
            groups.add(
                    resource(span.localEndpoint()),
                    tags.getOrDefault(Names.SCOPE_NAME, ""),
                    tags.getOrDefault(Names.SCOPE_VERSION, ""),
                    mapping.span(span));
        }
        return groups.trace();
    }

    private static List<Attribute> resource(@Nullable Endpoint local) {
        List<Attribute> attributes = new ArrayList<>();
        if (local == null) {
            return attributes;
        }
        if (local.serviceName() != null) {
            attributes.add(text(Names.SERVICE, local.serviceName()));
        }
        List<AttributeValue> addresses = Stream.of(local.ipv4(), local.ipv6())
                .filter(address -> address != null)
                .<AttributeValue>map(AttributeValue.Text::new)
                .toList();
        if (!addresses.isEmpty()) {
            attributes.add(new Attribute(Names.HOST_IP, new AttributeValue.Array(addresses)));
        }
        if (local.portAsInt() != 0) {
            attributes.add(new Attribute(Names.LOCAL_PORT, new AttributeValue.Int(local.portAsInt())));
        }
        return attributes;
    }

    private DecodedTrace.Span span(Span span) {
        List<Attribute> attributes = new ArrayList<>();
        Status status = Status.of(span.tags());
        span.tags().forEach((key, value) -> {
            if (!SCOPE.contains(key) && !status.tags.contains(key)) {
                attributes.add(text(key, value));
            }
        });
        if (span.remoteEndpoint() != null) {
            new RemoteEndpoint(span.tags(), attributes).add(span.remoteEndpoint());
        }
        if (shared.isServerHalf(span)) {
            attributes.add(flag(Names.SHARED));
            if (span.parentId() != null) {
                attributes.add(text(Names.SHARED_PARENT, span.parentId()));
            }
        }
        if (Boolean.TRUE.equals(span.debug())) {
            attributes.add(flag(Names.DEBUG));
        }
        if (span.timestampAsLong() == 0) {
            attributes.add(flag(Names.NO_TIMESTAMP));
        }
        long start = start(span);
        return new DecodedTrace.Span(
                span.traceId().length() == 32 ? span.traceId() : "0".repeat(16) + span.traceId(),
                shared.id(span),
                "",
                shared.parentId(span),
                span.name() == null ? "" : span.name(),
                kind(span.kind()),
                start * MICRO,
                (start + span.durationAsLong()) * MICRO,
                attributes,
                events(span),
                List.of(),
                status.code,
                status.message);
    }

    private long start(Span span) {
        if (span.timestampAsLong() != 0) {
            return span.timestampAsLong();
        }
        return span.annotations().stream()
                .mapToLong(Annotation::timestamp)
                .filter(micros -> micros > 0)
                .min()
                .orElse(nowMicros);
    }

    private static List<Event> events(Span span) {
        return span.annotations().stream().map(AnnotationText::event).toList();
    }

    private static int kind(Span.@Nullable Kind kind) {
        return switch (kind) {
            case null -> DecodedTrace.Span.INTERNAL;
            case CLIENT -> DecodedTrace.Span.CLIENT;
            case SERVER -> DecodedTrace.Span.SERVER;
            case PRODUCER -> DecodedTrace.Span.PRODUCER;
            case CONSUMER -> DecodedTrace.Span.CONSUMER;
        };
    }

    /// What tags say of a span's end.
    ///
    /// @param tags those that the status stands for, so that they are not kept beside it
    private record Status(int code, String message, Set<String> tags) {
        /// OpenTelemetry's exporters write `otel.status_code`, with the description in `error`; everybody else writes
        /// `error` alone, which then stays an attribute.
        static Status of(Map<String, String> tags) {
            String code = tags.getOrDefault(Names.STATUS_CODE, "");
            String error = tags.get(Names.ERROR);
            if (code.equals("OK")) {
                return new Status(DecodedTrace.Span.OK, "", Set.of(Names.STATUS_CODE));
            }
            if (code.equals("ERROR")) {
                return new Status(
                        DecodedTrace.Span.ERROR, error == null ? "" : error, Set.of(Names.STATUS_CODE, Names.ERROR));
            }
            if (error == null || error.equals("false")) {
                return new Status(0, "", Set.of());
            }
            return new Status(DecodedTrace.Span.ERROR, error.equals("true") ? "" : error, Set.of());
        }
    }

    static Attribute text(String key, String value) {
        return new Attribute(key, new AttributeValue.Text(value));
    }

    private static Attribute flag(String key) {
        return new Attribute(key, new AttributeValue.Bool(true));
    }
}
