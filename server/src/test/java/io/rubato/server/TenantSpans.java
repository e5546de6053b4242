package io.rubato.server;

import com.google.protobuf.ByteString;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.resource.v1.Resource;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.Status;
import java.net.http.HttpResponse;

/// Spans in which everything that is text is marked with the name of their tenant.
final class TenantSpans {
    static final String HEADER = "x-scope-orgid";
    static final long START = 1_795_345_600_000_000_000L;

    private TenantSpans() {}

    /// What every text of a tenant's spans holds.
    static String mark(String tenant) {
        return "secret-of-" + tenant;
    }

    /// A client's and a server's span, which make an edge of the service graph.
    ///
    /// @param trace the last byte of its id, and of its spans'
    static byte[] request(String tenant, int trace) {
        return request(tenant, trace, START + trace * 1_000_000L);
    }

    /// @param start Unix nanoseconds
    static byte[] request(String tenant, int trace, long start) {
        String mark = mark(tenant);
        Span client = span(mark, trace, 1, start)
                .setKind(Span.SpanKind.SPAN_KIND_CLIENT)
                .build();
        Span server = span(mark, trace, 2, start)
                .setKind(Span.SpanKind.SPAN_KIND_SERVER)
                .setParentSpanId(client.getSpanId())
                .build();
        return ExportTraceServiceRequest.newBuilder()
                .addResourceSpans(of(mark + "-front", client))
                .addResourceSpans(of(mark + "-back", server))
                .build()
                .toByteArray();
    }

    private static ResourceSpans of(String service, Span span) {
        return ResourceSpans.newBuilder()
                .setResource(Resource.newBuilder().addAttributes(attribute("service.name", service)))
                .addScopeSpans(ScopeSpans.newBuilder().addSpans(span))
                .build();
    }

    private static Span.Builder span(String mark, int trace, int number, long start) {
        return Span.newBuilder()
                .setTraceId(id(16, trace))
                .setSpanId(ByteString.copyFrom(new byte[] {0, 0, 0, 0, 0, 1, (byte) trace, (byte) number}))
                .setName(mark + "-operation")
                .setStartTimeUnixNano(start)
                .setEndTimeUnixNano(start + 10_000_000L)
                .addAttributes(attribute(mark + ".key", mark + "-value"))
                .addEvents(Span.Event.newBuilder().setName(mark + "-event"))
                .setStatus(Status.newBuilder()
                        .setCode(Status.StatusCode.STATUS_CODE_ERROR)
                        .setMessage(mark + "-failed"));
    }

    private static ByteString id(int bytes, int last) {
        byte[] id = new byte[bytes];
        id[0] = 1;
        id[bytes - 1] = (byte) last;
        return ByteString.copyFrom(id);
    }

    /// As in a path.
    static String traceId(int trace) {
        return "010000000000000000000000000000%02x".formatted(trace);
    }

    private static KeyValue attribute(String key, String value) {
        return KeyValue.newBuilder()
                .setKey(key)
                .setValue(AnyValue.newBuilder().setStringValue(value))
                .build();
    }

    /// Sends a trace over OTLP.
    static HttpResponse<String> send(Running running, String tenant, int trace) {
        return running.post(
                running.server.otlpHttpUrl().orElseThrow().resolve("/v1/traces"),
                "application/x-protobuf",
                request(tenant, trace),
                HEADER,
                tenant);
    }
}
