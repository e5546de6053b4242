package io.rubato.server.internal.otlp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.ArrayValue;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TraceJsonWriterTest {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final long SEED = Long.getLong("rubato.seed", 1);

    @Test
    void writesWhatTheDescriptorsSay() throws Exception {
        RandomTraces traces = new RandomTraces(new Random(SEED));
        DescriptorJson expected = new DescriptorJson(JsonDialect.TRACE_API);
        for (int i = 0; i < 500; i++) {
            ExportTraceServiceRequest request = traces.request();
            JsonNode resourceSpans =
                    MAPPER.readTree(expected.object(request).toString()).path("resourceSpans");

            JsonNode v1 = MAPPER.readTree(v1(request.toByteArray()));
            assertThat(v1.path("batches")).as("seed %d", SEED).isEqualTo(resourceSpans);

            byte[] response = new TraceByIdResponse(23552, false, "").toProtobuf(request.toByteArray());
            JsonNode v2 = MAPPER.readTree(v2(response));
            assertThat(v2.path("trace").path("resourceSpans"))
                    .as("seed %d", SEED)
                    .isEqualTo(resourceSpans);
            assertThat(v2.get("metrics").toString()).isEqualTo("{\"inspectedBytes\":\"23552\"}");
        }
    }

    @Test
    void mergesPiecesAsProtobufDoes() throws Exception {
        Random random = new Random(SEED);
        RandomTraces traces = new RandomTraces(random);
        int compared = 0;
        for (int i = 0; i < 3000; i++) {
            ByteString bytes = ByteString.EMPTY;
            for (int pieces = 1 + random.nextInt(3); pieces > 0; pieces--) {
                bytes = bytes.concat(spanOf(traces.request()).toByteString());
            }
            byte[] mutated = bytes.toByteArray();
            for (int flips = random.nextInt(3); flips > 0 && mutated.length > 0; flips--) {
                mutated[random.nextInt(mutated.length)] ^= (byte) (1 << random.nextInt(8));
            }
            try {
                byte[] once = Span.parseFrom(mutated).toByteArray();
                assertThat(span(mutated)).as("seed %d, round %d", SEED, i).isEqualTo(span(once));
                compared++;
            } catch (InvalidProtocolBufferException | MalformedOtlpException e) {
                // Not protobuf for one of the two; groups and broken text are judged differently.
            }
        }
        assertThat(compared).isGreaterThan(1000);
    }

    @Test
    void keepsTheLastRunOfAOneof() throws Exception {
        AnyValue first = AnyValue.newBuilder().setArrayValue(array("a")).build();
        AnyValue between = AnyValue.newBuilder().setIntValue(0).build();
        AnyValue last = AnyValue.newBuilder().setArrayValue(array("b")).build();
        ByteString bytes = first.toByteString()
                .concat(between.toByteString())
                .concat(last.toByteString())
                .concat(last.toByteString());

        assertThat(json(OtlpSchema.ANY_VALUE, bytes.toByteArray()))
                .isEqualTo("{\"arrayValue\":{\"values\":[{\"stringValue\":\"b\"},{\"stringValue\":\"b\"}]}}");
        assertThat(json(OtlpSchema.ANY_VALUE, between.toByteArray())).isEqualTo("{\"intValue\":\"0\"}");
    }

    @Test
    void emitsEmptyResourceScopeAndStatus() throws Exception {
        byte[] trace = ExportTraceServiceRequest.newBuilder()
                .addResourceSpans(ResourceSpans.newBuilder()
                        .addScopeSpans(ScopeSpans.newBuilder().addSpans(Span.getDefaultInstance())))
                .build()
                .toByteArray();

        assertThat(v1(trace))
                .isEqualTo(
                        "{\"batches\":[{\"resource\":{},\"scopeSpans\":[{\"scope\":{},\"spans\":[{\"status\":{}}]}]}]}");
        assertThat(v1(new byte[0])).isEqualTo("{}");
        assertThat(v2(new TraceByIdResponse(0, false, "").toProtobuf(new byte[0])))
                .isEqualTo("{\"trace\":{},\"metrics\":{}}");
        assertThat(v2(new TraceByIdResponse(1, true, "too large").toProtobuf(new byte[0])))
                .isEqualTo(
                        "{\"trace\":{},\"metrics\":{\"inspectedBytes\":\"1\"},\"status\":\"PARTIAL\",\"message\":\"too large\"}");
        assertThat(new TraceByIdResponse(0, false, "").toProtobuf(new byte[0])).containsExactly(0x0a, 0, 0x12, 0);
    }

    @Test
    void tellsWhereBytesAreNotProtobuf() {
        assertThatThrownBy(() -> v1(new byte[] {0x0a, 5, 0}))
                .isInstanceOf(MalformedOtlpException.class)
                .hasMessage("a length of 5, expected at most 1 at byte 1");
        assertThatThrownBy(() -> v1(new byte[] {0x0b})).hasMessageContaining("wire type 3");
        assertThatThrownBy(() -> v1(new byte[] {0x00})).hasMessageContaining("field number 0");
        assertThatThrownBy(() -> v1(new byte[] {(byte) 0x80})).hasMessageContaining("ends early");
    }

    @Test
    void refusesBottomlessValues() throws Exception {
        AnyValue value = AnyValue.getDefaultInstance();
        for (int i = 0; i < 1000; i++) {
            value = AnyValue.newBuilder()
                    .setArrayValue(ArrayValue.newBuilder().addValues(value))
                    .build();
        }
        byte[] bytes = value.toByteArray();
        assertThatThrownBy(() -> json(OtlpSchema.ANY_VALUE, bytes)).hasMessageContaining("within 400 messages");
    }

    private static Span spanOf(ExportTraceServiceRequest request) {
        return request.getResourceSpansList().stream()
                .flatMap(resource -> resource.getScopeSpansList().stream())
                .flatMap(scope -> scope.getSpansList().stream())
                .findFirst()
                .orElse(Span.getDefaultInstance());
    }

    private static ArrayValue array(String text) {
        return ArrayValue.newBuilder()
                .addValues(AnyValue.newBuilder().setStringValue(text))
                .build();
    }

    private static String span(byte[] bytes) throws IOException, MalformedOtlpException {
        return json(OtlpSchema.SPAN, bytes);
    }

    private static String json(MessageType type, byte[] bytes) throws IOException, MalformedOtlpException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        TraceJsonWriter.write(type, JsonDialect.TRACE_API, bytes, out);
        return out.toString(StandardCharsets.UTF_8);
    }

    private static String v1(byte[] trace) throws IOException, MalformedOtlpException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        TraceJsonWriter.writeV1(trace, out);
        return out.toString(StandardCharsets.UTF_8);
    }

    private static String v2(byte[] response) throws IOException, MalformedOtlpException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        TraceJsonWriter.writeV2(response, out);
        return out.toString(StandardCharsets.UTF_8);
    }
}
