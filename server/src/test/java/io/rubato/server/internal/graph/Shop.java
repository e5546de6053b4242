package io.rubato.server.internal.graph;

import com.google.protobuf.ByteString;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.resource.v1.Resource;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.Span.SpanKind;
import io.opentelemetry.proto.trace.v1.Status;
import io.opentelemetry.proto.trace.v1.TracesData;

/// Traces of a small shop: a request to the frontend, which asks the cart by way of an internal span, which asks a
/// database, and leaves a message for the mailer; and a job that nobody calls.
public final class Shop {
    private static final long MILLI = 1_000_000;

    private final TracesData.Builder data = TracesData.newBuilder();
    private final int trace;
    private final long start;

    private Shop(int trace, long startNanos) {
        this.trace = trace;
        this.start = startNanos;
    }

    /// Spans of one request, whose message is handled half a minute later.
    ///
    /// @param trace a number that no other has
    /// @param failed whether the cart fails
    public static TracesData request(int trace, long startNanos, boolean failed) {
        return request(trace, startNanos, failed, 30_000);
    }

    /// The same with a message that is handled so much later.
    public static TracesData request(int trace, long startNanos, boolean failed, long laterMillis) {
        Shop shop = new Shop(trace, startNanos);
        shop.add("frontend", "GET /", SpanKind.SPAN_KIND_SERVER, 1, 0, 0, 500, false, "");
        shop.add("frontend", "GET", SpanKind.SPAN_KIND_CLIENT, 2, 1, 10, 300, false, "");
        shop.add("frontend", "connect", SpanKind.SPAN_KIND_INTERNAL, 3, 2, 11, 290, false, "");
        shop.add("cart", "GET /cart", SpanKind.SPAN_KIND_SERVER, 4, 3, 20, 200, failed, "");
        shop.add("cart", "SELECT", SpanKind.SPAN_KIND_CLIENT, 5, 4, 30, 50, false, "db.system=postgresql");
        shop.add("frontend", "orders publish", SpanKind.SPAN_KIND_PRODUCER, 6, 1, 320, 5, false, "");
        shop.add("mailer", "orders process", SpanKind.SPAN_KIND_CONSUMER, 7, 6, laterMillis, 40, false, "");
        return shop.data.build();
    }

    /// One span that neither calls nor is called.
    public static TracesData job(int trace, long startNanos) {
        Shop shop = new Shop(trace, startNanos);
        shop.add("invoicing", "batch", SpanKind.SPAN_KIND_INTERNAL, 1, 0, 0, 100, false, "");
        return shop.data.build();
    }

    private void add(
            String service,
            String name,
            SpanKind kind,
            int id,
            int parent,
            long afterMillis,
            long millis,
            boolean failed,
            String attribute) {
        long at = start + afterMillis * MILLI;
        Span.Builder span = Span.newBuilder()
                .setTraceId(ByteString.fromHex("%032x".formatted(trace)))
                .setSpanId(ByteString.fromHex("%016x".formatted(id)))
                .setName(name)
                .setKind(kind)
                .setStartTimeUnixNano(at)
                .setEndTimeUnixNano(at + millis * MILLI);
        if (parent != 0) {
            span.setParentSpanId(ByteString.fromHex("%016x".formatted(parent)));
        }
        if (failed) {
            span.setStatus(Status.newBuilder().setCode(Status.StatusCode.STATUS_CODE_ERROR));
        }
        if (!attribute.isEmpty()) {
            String[] parts = attribute.split("=", 2);
            span.addAttributes(text(parts[0], parts[1]));
        }
        data.addResourceSpans(ResourceSpans.newBuilder()
                .setResource(Resource.newBuilder().addAttributes(text("service.name", service)))
                .addScopeSpans(ScopeSpans.newBuilder().addSpans(span)));
    }

    private static KeyValue text(String key, String value) {
        return KeyValue.newBuilder()
                .setKey(key)
                .setValue(AnyValue.newBuilder().setStringValue(value))
                .build();
    }
}
