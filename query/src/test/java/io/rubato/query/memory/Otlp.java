package io.rubato.query.memory;

import com.google.protobuf.ByteString;
import io.opentelemetry.proto.common.v1.InstrumentationScope;
import io.opentelemetry.proto.resource.v1.Resource;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.Status;
import io.opentelemetry.proto.trace.v1.TracesData;
import io.rubato.storage.model.TraceId;
import java.nio.ByteBuffer;
import java.util.List;

/// Plain spans as a request to store them.
public final class Otlp {
    private Otlp() {}

    public static byte[] body(List<PlainSpan> spans) {
        TracesData.Builder data = TracesData.newBuilder();
        for (PlainSpan span : spans) {
            data.addResourceSpans(ResourceSpans.newBuilder()
                    .setResource(Resource.newBuilder()
                            .addAllAttributes(Wire.keyValues(span.origin().resourceAttributes())))
                    .addScopeSpans(ScopeSpans.newBuilder()
                            .setScope(InstrumentationScope.newBuilder()
                                    .setName(span.origin().scopeName())
                                    .setVersion(span.origin().scopeVersion())
                                    .addAllAttributes(
                                            Wire.keyValues(span.origin().scopeAttributes())))
                            .addSpans(span(span))));
        }
        return data.build().toByteArray();
    }

    /// What a span takes, bytes.
    public static int size(PlainSpan span) {
        return span(span).getSerializedSize();
    }

    private static Span span(PlainSpan plain) {
        Span.Builder span = Span.newBuilder()
                .setTraceId(id(plain.traceId()))
                .setSpanId(id(plain.spanId()))
                .setName(plain.name())
                .setKindValue(plain.kind())
                .setStartTimeUnixNano(plain.start())
                .setEndTimeUnixNano(plain.start() + plain.duration())
                .setStatus(Status.newBuilder().setCodeValue(plain.status()).setMessage(plain.statusMessage()))
                .addAllAttributes(Wire.keyValues(plain.attributes()));
        if (plain.parentId() != 0) {
            span.setParentSpanId(id(plain.parentId()));
        }
        for (PlainSpan.Event event : plain.events()) {
            span.addEvents(Span.Event.newBuilder()
                    .setTimeUnixNano(event.time())
                    .setName(event.name())
                    .addAllAttributes(Wire.keyValues(event.attributes())));
        }
        for (PlainSpan.Link link : plain.links()) {
            span.addLinks(Span.Link.newBuilder()
                    .setTraceId(id(link.traceId()))
                    .setSpanId(id(link.spanId()))
                    .addAllAttributes(Wire.keyValues(link.attributes())));
        }
        return span.build();
    }

    private static ByteString id(TraceId id) {
        return ByteString.copyFrom(
                ByteBuffer.allocate(16).putLong(id.high()).putLong(id.low()).flip());
    }

    private static ByteString id(long id) {
        return ByteString.copyFrom(ByteBuffer.allocate(8).putLong(id).flip());
    }
}
