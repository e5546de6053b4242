package io.rubato.storage;

import com.google.protobuf.ByteString;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.resource.v1.Resource;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.TracesData;
import java.nio.ByteBuffer;
import java.util.List;

/// Hand-made OTLP for tests, by the generated classes.
public final class Otlp {
    public static final long START = 1_767_225_600_000_000_000L;

    private Otlp() {}

    public static ByteString traceId(long low) {
        return ByteString.copyFrom(ByteBuffer.allocate(16)
                .putLong(0x0af7_6519_16cd_43ddL)
                .putLong(low)
                .flip());
    }

    public static ByteString spanId(long id) {
        return ByteString.copyFrom(ByteBuffer.allocate(8).putLong(id).flip());
    }

    /// A span with ids, a name and times; parent 0 is none.
    public static Span.Builder span(long trace, long id, long parent) {
        Span.Builder span = Span.newBuilder()
                .setTraceId(traceId(trace))
                .setSpanId(spanId(id))
                .setName("span " + id % 7)
                .setKindValue((int) (id & 3))
                .setStartTimeUnixNano(START + id * 1000)
                .setEndTimeUnixNano(START + id * 1000 + 500);
        return parent == 0 ? span : span.setParentSpanId(spanId(parent));
    }

    public static AnyValue text(String value) {
        return AnyValue.newBuilder().setStringValue(value).build();
    }

    public static KeyValue attribute(String key, AnyValue value) {
        return KeyValue.newBuilder().setKey(key).setValue(value).build();
    }

    public static KeyValue attribute(String key, String value) {
        return attribute(key, text(value));
    }

    public static KeyValue attribute(String key, long value) {
        return attribute(key, AnyValue.newBuilder().setIntValue(value).build());
    }

    public static byte[] body(Span.Builder... spans) {
        return body(List.of(spans));
    }

    public static byte[] body(List<Span.Builder> spans) {
        return body("test", spans);
    }

    public static byte[] body(String service, List<Span.Builder> spans) {
        ScopeSpans.Builder scope = ScopeSpans.newBuilder();
        spans.forEach(scope::addSpans);
        return TracesData.newBuilder()
                .addResourceSpans(ResourceSpans.newBuilder()
                        .setResource(Resource.newBuilder().addAttributes(attribute("service.name", service)))
                        .addScopeSpans(scope))
                .build()
                .toByteArray();
    }
}
