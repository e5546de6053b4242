package io.rubato.server.internal.jaeger;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.protobuf.ByteString;
import com.google.protobuf.UnknownFieldSet;
import com.google.protobuf.UnknownFieldSet.Field;
import io.grpc.Status;
import io.jaegertracing.internal.JaegerSpan;
import io.jaegertracing.internal.JaegerTracer;
import io.jaegertracing.internal.reporters.RemoteReporter;
import io.jaegertracing.internal.samplers.ConstSampler;
import io.jaegertracing.thrift.internal.senders.HttpSender;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.TracesData;
import io.rubato.server.Deadline;
import io.rubato.server.GrpcClient;
import io.rubato.server.Running;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Jaeger's own client over thrift, and the collector's messages over gRPC.
class JaegerReceiversTest {
    private static final String TRACE = "0000000000000001000000000000beef";

    @TempDir
    private Path directory;

    private Running running;

    @BeforeEach
    void start() {
        running = Running.in(directory);
    }

    @AfterEach
    void stop() {
        running.close();
    }

    @Test
    void thriftOverHttp() throws Exception {
        String url = running.server.jaegerThriftUrl().orElseThrow() + "/api/traces";
        String id = report(url);
        JsonNode trace = new ObjectMapper()
                .readTree(running.get("/jaeger/api/traces/" + id).body())
                .get("data")
                .get(0);
        assertThat(trace.get("spans")).hasSize(2);
        JsonNode child = spanNamed("ask stock", trace);
        JsonNode root = spanNamed("GET /basket", trace);
        assertThat(child.get("references").get(0).get("refType").textValue()).isEqualTo("CHILD_OF");
        assertThat(child.get("references").get(0).get("spanID")).isEqualTo(root.get("spanID"));
        assertThat(child.get("tags").toString())
                .contains(
                        "{\"key\":\"error\",\"type\":\"bool\",\"value\":true}",
                        "{\"key\":\"items\",\"type\":\"int64\",\"value\":3}",
                        "{\"key\":\"ratio\",\"type\":\"float64\",\"value\":0.5}",
                        "{\"key\":\"span.kind\",\"type\":\"string\",\"value\":\"client\"}")
                .doesNotContain("otel.");
        assertThat(child.get("logs").get(0).get("fields").toString())
                .contains("{\"key\":\"event\",\"type\":\"string\",\"value\":\"retry\"}")
                .contains("{\"key\":\"attempt\",\"type\":\"int64\",\"value\":2}");
        JsonNode process = trace.get("processes").get(child.get("processID").textValue());
        assertThat(process.get("serviceName").textValue()).isEqualTo("shop");
        assertThat(process.get("tags").toString()).contains("\"zone\"", "\"hostname\"");

        Span stored = stored(id, "ask stock");
        assertThat(stored.getKind()).isEqualTo(Span.SpanKind.SPAN_KIND_CLIENT);
        assertThat(stored.getStatus().getCodeValue()).isEqualTo(2);
        assertThat(stored.getEvents(0).getName()).isEqualTo("retry");
        assertThat(stored.getEvents(0).getAttributes(0).getKey()).isEqualTo("attempt");
    }

    private static String report(String url) throws Exception {
        HttpSender sender = new HttpSender.Builder(url).build();
        RemoteReporter reporter =
                new RemoteReporter.Builder().withSender(sender).build();
        try (JaegerTracer tracer = new JaegerTracer.Builder("shop")
                .withSampler(new ConstSampler(true))
                .withReporter(reporter)
                .withTraceId128Bit()
                .withTag("zone", "eu")
                .build()) {
            JaegerSpan root = tracer.buildSpan("GET /basket").start();
            JaegerSpan child = tracer.buildSpan("ask stock").asChildOf(root).start();
            child.setTag("span.kind", "client");
            child.setTag("error", true);
            child.setTag("items", 3);
            child.setTag("ratio", 0.5);
            child.log(Map.of("event", "retry", "attempt", 2));
            child.finish();
            root.finish();
            return root.context().getTraceId();
        }
    }

    @Test
    void grpc() throws Exception {
        try (GrpcClient client = new GrpcClient(running.server.jaegerGrpcUrl().orElseThrow())) {
            GrpcClient.Call call = client.start("jaeger.api_v2.CollectorService/PostSpans", request(TRACE));
            assertThat(call.ended().get(Deadline.SECONDS, TimeUnit.SECONDS).getCode())
                    .isEqualTo(Status.Code.OK);
        }
        Span span = stored(TRACE, "charge");
        assertThat(span.getParentSpanId()).isEqualTo(ShopTrace.bytes("00000000000000aa"));
        assertThat(span.getStartTimeUnixNano()).isEqualTo(1_790_000_000_000_000_500L);
        assertThat(span.getEndTimeUnixNano()).isEqualTo(1_790_000_002_000_000_750L);
        assertThat(span.getKind()).isEqualTo(Span.SpanKind.SPAN_KIND_SERVER);
        assertThat(span.getStatus().getMessage()).isEqualTo("late");
        assertThat(span.getLinks(0).getTraceId()).isEqualTo(ShopTrace.bytes("000000000000000000000000000000cc"));
        assertThat(span.getEvents(0).getName()).isEqualTo("asked");
        assertThat(span.getAttributesList().toString())
                .contains("bool_value: true", "int_value: -7", "double_value: 1.5", "bytes_value: \"\\001\"");
        HttpResponse<String> json = running.get("/jaeger/api/traces/" + TRACE);
        assertThat(json.body()).contains("\"serviceName\":\"bank\"", "\"FOLLOWS_FROM\"", "\"otel.status_description\"");
    }

    @Test
    void badRequestsAreToldSo() throws Exception {
        String url = running.server.jaegerThriftUrl().orElseThrow() + "/api/traces";
        HttpResponse<String> none = running.post(java.net.URI.create(url), "application/x-thrift", new byte[] {1, 2});
        assertThat(none.statusCode()).isEqualTo(400);
        assertThat(none.body()).startsWith("not a jaeger.thrift Batch");
        HttpResponse<String> json = running.post(java.net.URI.create(url), "application/json", new byte[] {1, 2});
        assertThat(json.statusCode()).isEqualTo(415);
        try (GrpcClient client = new GrpcClient(running.server.jaegerGrpcUrl().orElseThrow())) {
            GrpcClient.Call torn = client.start("jaeger.api_v2.CollectorService/PostSpans", new byte[] {10, 99});
            assertThat(torn.ended().get(Deadline.SECONDS, TimeUnit.SECONDS).getCode())
                    .isEqualTo(Status.Code.INVALID_ARGUMENT);
            GrpcClient.Call zero = client.start("jaeger.api_v2.CollectorService/PostSpans", request("0".repeat(32)));
            assertThat(zero.ended().get(Deadline.SECONDS, TimeUnit.SECONDS).getDescription())
                    .contains("1 spans rejected");
        }
    }

    private Span stored(String id, String name) throws Exception {
        TracesData trace = TracesData.parseFrom(
                running.get("/api/traces/" + id, BodyHandlers.ofByteArray(), "accept", "application/protobuf")
                        .body());
        for (ResourceSpans resource : trace.getResourceSpansList()) {
            for (Span span : resource.getScopeSpans(0).getSpansList()) {
                if (span.getName().equals(name)) {
                    return span;
                }
            }
        }
        throw new AssertionError("no span " + name + " in " + trace);
    }

    private static JsonNode spanNamed(String name, JsonNode trace) {
        for (JsonNode span : trace.get("spans")) {
            if (span.get("operationName").textValue().equals(name)) {
                return span;
            }
        }
        throw new AssertionError("no span " + name + " in " + trace);
    }

    /// A PostSpansRequest, field by field.
    private static byte[] request(String traceId) {
        UnknownFieldSet span = message()
                .addField(1, bytes(ShopTrace.bytes(traceId)))
                .addField(2, bytes(ShopTrace.bytes("00000000000000bb")))
                .addField(3, text("charge"))
                .addField(4, nested(reference("000000000000000000000000000000cc", "00000000000000dd", 1)))
                .addField(4, nested(reference(traceId, "00000000000000aa", 0)))
                .addField(5, number(1))
                .addField(6, nested(time(1_790_000_000, 500)))
                .addField(7, nested(time(2, 250)))
                .addField(8, nested(tag("span.kind", 0, 3, text("server"))))
                .addField(8, nested(tag("otel.status_code", 0, 3, text("ERROR"))))
                .addField(8, nested(tag("otel.status_description", 0, 3, text("late"))))
                .addField(8, nested(tag("flag", 1, 4, number(1))))
                .addField(8, nested(tag("count", 2, 5, number(-7))))
                .addField(
                        8,
                        nested(tag(
                                "ratio",
                                3,
                                6,
                                Field.newBuilder()
                                        .addFixed64(Double.doubleToRawLongBits(1.5))
                                        .build())))
                .addField(8, nested(tag("raw", 4, 7, bytes(ByteString.copyFrom(new byte[] {1})))))
                .addField(
                        9,
                        nested(message()
                                .addField(1, nested(time(1_790_000_001, 0)))
                                .addField(2, nested(tag("event", 0, 3, text("asked"))))
                                .build()))
                .build();
        UnknownFieldSet process = message()
                .addField(1, text("bank"))
                .addField(2, nested(tag("zone", 0, 3, text("eu"))))
                .build();
        UnknownFieldSet batch =
                message().addField(1, nested(span)).addField(2, nested(process)).build();
        return message().addField(1, nested(batch)).build().toByteArray();
    }

    private static UnknownFieldSet reference(String traceId, String spanId, int type) {
        return message()
                .addField(1, bytes(ShopTrace.bytes(traceId)))
                .addField(2, bytes(ShopTrace.bytes(spanId)))
                .addField(3, number(type))
                .build();
    }

    private static UnknownFieldSet time(long seconds, long nanos) {
        return message().addField(1, number(seconds)).addField(2, number(nanos)).build();
    }

    private static UnknownFieldSet tag(String key, int type, int number, Field value) {
        return message()
                .addField(1, text(key))
                .addField(2, number(type))
                .addField(number, value)
                .build();
    }

    private static Fields message() {
        return new Fields(UnknownFieldSet.newBuilder());
    }

    /// A builder that keeps every value of a field.
    private record Fields(UnknownFieldSet.Builder fields) {
        Fields addField(int number, Field value) {
            fields.mergeField(number, value);
            return this;
        }

        UnknownFieldSet build() {
            return fields.build();
        }
    }

    private static Field nested(UnknownFieldSet message) {
        return bytes(message.toByteString());
    }

    private static Field text(String text) {
        return bytes(ByteString.copyFrom(text, StandardCharsets.UTF_8));
    }

    private static Field bytes(ByteString bytes) {
        return Field.newBuilder().addLengthDelimited(bytes).build();
    }

    private static Field number(long number) {
        return Field.newBuilder().addVarint(number).build();
    }
}
