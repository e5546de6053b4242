package io.rubato.server.internal.jaeger;

import com.google.protobuf.ByteString;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.ArrayValue;
import io.opentelemetry.proto.common.v1.InstrumentationScope;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.resource.v1.Resource;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.Status;
import io.opentelemetry.proto.trace.v1.TracesData;
import java.util.HexFormat;

/// A trace of a shop that asks its stock, with everything that Jaeger shows of a span.
final class ShopTrace {
    static final String ID = "0000000000000000000000000000cafe";
    static final long START = 1_790_000_000_000_000_000L;
    static final long MILLI = 1_000_000;

    private ShopTrace() {}

    static TracesData data() {
        return TracesData.newBuilder()
                .addResourceSpans(of("Shop", "shop-1", root(), call()))
                .addResourceSpans(of("stock", "stock-1", server()))
                .build();
    }

    private static ResourceSpans of(String service, String host, Span... spans) {
        ScopeSpans.Builder scope = ScopeSpans.newBuilder()
                .setScope(InstrumentationScope.newBuilder().setName("http").setVersion("2"));
        for (Span span : spans) {
            scope.addSpans(span);
        }
        return ResourceSpans.newBuilder()
                .setResource(Resource.newBuilder()
                        .addAttributes(text("service.name", service))
                        .addAttributes(text("host.name", host)))
                .addScopeSpans(scope)
                .build();
    }

    private static Span root() {
        return span("01", "", "GET /Basket", Span.SpanKind.SPAN_KIND_SERVER, 0, 9)
                .addAttributes(value("http.status_code", AnyValue.newBuilder().setIntValue(200)))
                .addAttributes(value("ratio", AnyValue.newBuilder().setDoubleValue(0.5)))
                .addAttributes(value("cached", AnyValue.newBuilder().setBoolValue(true)))
                .addAttributes(value("big", AnyValue.newBuilder().setIntValue(1L << 60)))
                .addAttributes(value(
                        "list",
                        AnyValue.newBuilder()
                                .setArrayValue(ArrayValue.newBuilder()
                                        .addValues(AnyValue.newBuilder().setIntValue(1)))))
                .setTraceState("a=b")
                .build();
    }

    private static Span call() {
        return span("02", "01", "GET /stock", Span.SpanKind.SPAN_KIND_CLIENT, 1, 5)
                .addLinks(Span.Link.newBuilder()
                        .setTraceId(bytes("000000000000000000000000000000aa"))
                        .setSpanId(bytes("00000000000000bb")))
                .build();
    }

    private static Span server() {
        return span("03", "02", "GET /stock", Span.SpanKind.SPAN_KIND_SERVER, 2, 3)
                .setStatus(Status.newBuilder()
                        .setCode(Status.StatusCode.STATUS_CODE_ERROR)
                        .setMessage("sold out"))
                .addEvents(Span.Event.newBuilder()
                        .setTimeUnixNano(START + 3 * MILLI)
                        .setName("asked")
                        .addAttributes(text("item", "shoe")))
                .build();
    }

    private static Span.Builder span(
            String id, String parent, String name, Span.SpanKind kind, int startMillis, int millis) {
        Span.Builder span = Span.newBuilder()
                .setTraceId(bytes(ID))
                .setSpanId(bytes("00000000000000" + id))
                .setName(name)
                .setKind(kind)
                .setStartTimeUnixNano(START + startMillis * MILLI)
                .setEndTimeUnixNano(START + (startMillis + millis) * MILLI);
        return parent.isEmpty() ? span : span.setParentSpanId(bytes("00000000000000" + parent));
    }

    private static KeyValue text(String key, String value) {
        return value(key, AnyValue.newBuilder().setStringValue(value));
    }

    private static KeyValue value(String key, AnyValue.Builder value) {
        return KeyValue.newBuilder().setKey(key).setValue(value).build();
    }

    static ByteString bytes(String hex) {
        return ByteString.copyFrom(HexFormat.of().parseHex(hex));
    }
}
