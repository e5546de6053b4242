package io.rubato.server.internal.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.ArrayValue;
import io.opentelemetry.proto.common.v1.InstrumentationScope;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.resource.v1.Resource;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.Span.SpanKind;
import io.opentelemetry.proto.trace.v1.Status;
import io.opentelemetry.proto.trace.v1.TracesData;
import io.rubato.server.Running;
import java.time.Instant;

/// A shop as clients find it: [#TRACES] traces, one each [#APART] seconds from [#FIRST] on, of four spans of three
/// services: `GET /cart` of frontend (server), `call` of frontend (client), `get` of backend (server), `SELECT` of
/// backend (client). In every fourth one `get` fails with an exception, and so does `GET /cart`. Every fifth one has a
/// fifth span, `job` of worker (consumer), which links to `call`. And a trace of one span without anything but times.
final class ReplayedSpans {
    static final int TRACES = 24;
    static final int APART = 10;

    /// Unix seconds, a multiple of a minute.
    static final long FIRST = tenMinutesAgo();

    /// After the last one.
    static final long END = FIRST + 300;

    static final String BARE = "00000000000000000000000000000bad";
    static final int ERRORS = 6;
    static final int JOBS = 5;

    private ReplayedSpans() {}

    private static long tenMinutesAgo() {
        return Instant.now().getEpochSecond() / 60 * 60 - 600;
    }

    static void send(Running running) {
        TracesData.Builder all = TracesData.newBuilder();
        for (int i = 0; i < TRACES; i++) {
            add(all, i);
        }
        Span bare = Span.newBuilder()
                .setTraceId(ByteString.fromHex(BARE))
                .setSpanId(ByteString.fromHex("00000000000000ff"))
                .setStartTimeUnixNano((END - 1) * 1_000_000_000)
                .setEndTimeUnixNano((END - 1) * 1_000_000_000)
                .build();
        all.addResourceSpans(
                ResourceSpans.newBuilder().addScopeSpans(ScopeSpans.newBuilder().addSpans(bare)));
        assertThat(running.post(
                                running.server.otlpHttpUrl().orElseThrow().resolve("/v1/traces"),
                                "application/x-protobuf",
                                all.build().toByteArray())
                        .statusCode())
                .isEqualTo(200);
    }

    /// As searches show it.
    static String shownId(int trace) {
        return Integer.toHexString(0x100 + trace);
    }

    private static void add(TracesData.Builder all, int i) {
        Status error = Status.newBuilder()
                .setCode(Status.StatusCode.STATUS_CODE_ERROR)
                .setMessage("no stock")
                .build();
        Span.Builder root = span(i, 1, 0, "GET /cart", SpanKind.SPAN_KIND_SERVER)
                .addAttributes(attribute("http.status_code", i % 4 == 0 ? 500 : 200))
                .addAttributes(attribute("http/route", "/cart"))
                // Text on some and a number on others, and two kinds of numbers.
                .addAttributes(i % 2 == 0 ? attribute("mixed", "m" + i) : attribute("mixed", i))
                .addAttributes(i % 2 == 0 ? attribute("ratio", i) : attribute("ratio", i / 2.0))
                .addAttributes(value("cached", AnyValue.newBuilder().setBoolValue(i % 2 == 0)));
        Span.Builder call = span(i, 2, 1, "call", SpanKind.SPAN_KIND_CLIENT);
        Span.Builder get = span(i, 3, 2, "get", SpanKind.SPAN_KIND_SERVER)
                .addAttributes(value(
                        "tags",
                        AnyValue.newBuilder()
                                .setArrayValue(ArrayValue.newBuilder()
                                        .addValues(AnyValue.newBuilder().setStringValue("a"))
                                        .addValues(AnyValue.newBuilder().setStringValue("b")))));
        Span.Builder select = span(i, 4, 3, "SELECT", SpanKind.SPAN_KIND_CLIENT)
                .addAttributes(attribute("db.system.name", "postgresql"));
        if (i % 4 == 0) {
            root.setStatus(error);
            get.setStatus(error)
                    .addEvents(Span.Event.newBuilder()
                            .setTimeUnixNano(get.getStartTimeUnixNano() + 1_000_000)
                            .setName("exception")
                            .addAttributes(attribute("exception.type", "OutOfStock"))
                            .addAttributes(attribute("exception.message", "no \"shoes\" left"))
                            .addAttributes(
                                    attribute("exception.stacktrace", "OutOfStock\n\tat Shop.get(Shop.java:7)")));
        }
        all.addResourceSpans(resource("frontend", root, call)).addResourceSpans(resource("backend", get, select));
        if (i % 5 == 0) {
            Span.Builder job = span(i, 5, 2, "job", SpanKind.SPAN_KIND_CONSUMER)
                    .addLinks(
                            Span.Link.newBuilder().setTraceId(call.getTraceId()).setSpanId(call.getSpanId()));
            all.addResourceSpans(resource("worker", job));
        }
    }

    private static Span.Builder span(int trace, int id, int parent, String name, SpanKind kind) {
        long start = (FIRST + (long) APART * trace) * 1_000_000_000 + id * 1_000_000L;
        Span.Builder span = Span.newBuilder()
                .setTraceId(ByteString.fromHex("%032x".formatted(0x100 + trace)))
                .setSpanId(ByteString.fromHex("%016x".formatted(16 * (trace + 1) + id)))
                .setName(name)
                .setKind(kind)
                .setStartTimeUnixNano(start)
                .setEndTimeUnixNano(start + (100L + 10L * trace) * 1_000_000 * (6 - id) / 5);
        return parent == 0
                ? span
                : span.setParentSpanId(ByteString.fromHex("%016x".formatted(16 * (trace + 1) + parent)));
    }

    private static ResourceSpans resource(String service, Span.Builder... spans) {
        ScopeSpans.Builder scope = ScopeSpans.newBuilder()
                .setScope(InstrumentationScope.newBuilder()
                        .setName("io.shop")
                        .setVersion("1.2")
                        .addAttributes(attribute("library.language", "java")));
        for (Span.Builder span : spans) {
            scope.addSpans(span);
        }
        return ResourceSpans.newBuilder()
                .setResource(Resource.newBuilder()
                        .addAttributes(attribute("service.name", service))
                        .addAttributes(attribute("service.namespace", "shop")))
                .addScopeSpans(scope)
                .build();
    }

    private static KeyValue value(String key, AnyValue.Builder value) {
        return KeyValue.newBuilder().setKey(key).setValue(value).build();
    }

    private static KeyValue attribute(String key, String value) {
        return value(key, AnyValue.newBuilder().setStringValue(value));
    }

    private static KeyValue attribute(String key, long value) {
        return value(key, AnyValue.newBuilder().setIntValue(value));
    }

    private static KeyValue attribute(String key, double value) {
        return value(key, AnyValue.newBuilder().setDoubleValue(value));
    }
}
