package io.rubato.server.internal.otlp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.protobuf.ByteString;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.Status;
import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OtlpJsonReaderTest {
    private static final long SEED = Long.getLong("rubato.seed", 1);
    private static final OtlpJsonReader READER = new OtlpJsonReader(OtlpLimits.DEFAULT);

    @Test
    void readsWhatTheDescriptorsSayInEveryDress() throws Exception {
        Random random = new Random(SEED);
        RandomTraces traces = new RandomTraces(random);
        for (int i = 0; i < 500; i++) {
            ExportTraceServiceRequest request = traces.request();
            JsonDialect dialect = JsonDialect.OTLP;
            JsonNode json = disguise(new DescriptorJson(dialect).object(request), random);
            byte[] protobuf = read(json.toString());
            assertThat(withMessages(ExportTraceServiceRequest.parseFrom(protobuf)))
                    .as("seed %d: %s", SEED, json)
                    .isEqualTo(withMessages(request));
        }
    }

    @Test
    void readsBackWhatTheWriterWrote() throws Exception {
        RandomTraces traces = new RandomTraces(new Random(SEED));
        for (int i = 0; i < 300; i++) {
            ExportTraceServiceRequest request = traces.request();
            ByteArrayOutputStream json = new ByteArrayOutputStream();
            TraceJsonWriter.writeOtlp(request.toByteArray(), json);
            ExportTraceServiceRequest back = ExportTraceServiceRequest.parseFrom(READER.read(json.toByteArray()));
            assertThat(withMessages(back)).as("seed %d: %s", SEED, json).isEqualTo(withMessages(request));
        }
    }

    @Test
    void readsTheExampleOfTheSpecification() throws Exception {
        Span span = span("""
                "traceId": "5B8EFFF798038103D269B633813FC60C", "spanId": "eee19b7ec3c1b174",
                "parent_span_id": "", "name": "I'm a server span", "flags": 257,
                "startTimeUnixNano": "1544712660000000000", "endTimeUnixNano": 1544712661000000000,
                "kind": 2, "droppedAttributesCount": "3", "status": {"code": "STATUS_CODE_ERROR"}, "future": [{"a": {}}],
                "attributes": [{"key": "my.span.attr", "value": {"stringValue": "some value"}}]
                """);
        assertThat(span.getTraceId().toByteArray()).hasSize(16).startsWith(0x5b, 0x8e);
        assertThat(span.getSpanId().toByteArray()).hasSize(8).startsWith(0xee);
        assertThat(span.getParentSpanId()).isEqualTo(ByteString.EMPTY);
        assertThat(span.getStartTimeUnixNano()).isEqualTo(1544712660000000000L);
        assertThat(span.getEndTimeUnixNano()).isEqualTo(1544712661000000000L);
        assertThat(span.getKind()).isEqualTo(Span.SpanKind.SPAN_KIND_SERVER);
        assertThat(span.getFlags()).isEqualTo(257);
        assertThat(span.getDroppedAttributesCount()).isEqualTo(3);
        assertThat(span.getStatus().getCode()).isEqualTo(Status.StatusCode.STATUS_CODE_ERROR);
        assertThat(span.getAttributes(0).getValue().getStringValue()).isEqualTo("some value");
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            delimiter = '|',
            value = {
                "\"intValue\": \"-9223372036854775808\" | int_value: -9223372036854775808",
                "\"intValue\": 5.0 | int_value: 5",
                "\"int_value\": 5e3 | int_value: 5000",
                "\"doubleValue\": \"NaN\" | double_value: NaN",
                "\"doubleValue\": \"-Infinity\" | double_value: -Infinity",
                "\"doubleValue\": 7 | double_value: 7.0",
                "\"doubleValue\": \"1e-2\" | double_value: 0.01",
                "\"boolValue\": false | bool_value: false",
                "\"stringValue\": \"\" | string_value: \"\"",
                "\"bytesValue\": \"-_8\" | bytes_value: \"\\373\\377\"",
                "\"bytesValue\": \"+/8=\" | bytes_value: \"\\373\\377\"",
                "\"stringValue\": null, \"intValue\": 1 | int_value: 1",
                "\"arrayValue\": {\"values\": [null, {\"intValue\": 1}]} | array_value {   values {   }   values {     int_value: 1   } }",
            })
    void readsValues(String json, String expected) throws Exception {
        AnyValue value = span("\"attributes\": [{\"value\": {" + json + "}}]")
                .getAttributes(0)
                .getValue();
        assertThat(value.toString().replace('\n', ' ').trim()).isEqualTo(expected);
    }

    @Test
    void replacesHalfASurrogatePair() throws Exception {
        assertThat(span("\"name\": \"a\\ud83d\"").getName()).isEqualTo("a\ufffd");
        assertThat(span("\"name\": \"\\ude00\\ud83d\"").getName()).isEqualTo("\ufffd\ufffd");
        assertThat(span("\"name\": \"\\ud83d\\ude00\"").getName()).isEqualTo("\ud83d\ude00");
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            delimiter = '|',
            value = {
                "\"traceId\": \"xyz\" | traceId 'xyz', expected an even number of hex digits at byte",
                "\"spanId\": \"abc\" | spanId 'abc', expected an even number of hex digits",
                "\"spanId\": 7 | spanId '7', expected hex digits",
                "\"traceId\": \"W47/95gDgQPSabYzgT/GDA==\" | expected an even number of hex digits",
                "\"name\": 5 | name '5', expected a string",
                "\"kind\": \"SERVER\" | kind 'SERVER', expected one of [SPAN_KIND_UNSPECIFIED",
                "\"kind\": 3000000000 | kind '3000000000', expected one of",
                "\"flags\": -1 | flags '-1', expected an integer in the range of FIXED32",
                "\"startTimeUnixNano\": \"-1\" | expected an integer in the range of FIXED64",
                "\"startTimeUnixNano\": 18446744073709551616 | expected an integer in the range of FIXED64",
                "\"startTimeUnixNano\": 1e-999999999 | expected an integer in the range of FIXED64",
                "\"startTimeUnixNano\": 1e999999999 | expected an integer in the range of FIXED64",
                "\"droppedLinksCount\": 1e2147483647 | expected an integer in the range of UINT32",
                "\"droppedLinksCount\": 0.5 | expected an integer in the range of UINT32",
                "\"attributes\": {} | attributes: START_OBJECT, expected an array",
                "\"attributes\": [[]] | attributes: START_ARRAY, expected an object",
                "\"status\": [] | status: START_ARRAY, expected an object",
                "\"name\": \"a\", \"name\": \"b\" | name as a second value of one Span, expected one",
                "\"traceId\": \"00\", \"trace_id\": \"01\" | traceId as a second value of one Span",
                "\"attributes\": [{\"value\":{\"intValue\":1,\"boolValue\":true}}] | boolValue as a second value of one AnyValue",
                "\"attributes\": [{\"value\":{\"boolValue\":\"true\"}}] | boolValue 'true', expected true or false",
                "\"attributes\": [{\"value\":{\"doubleValue\":1e999}}] | expected a number in the range of a double",
                "\"attributes\": [{\"value\":{\"doubleValue\":\"0x1p3\"}}] | expected a number in the range of a double",
                "\"attributes\": [{\"value\":{\"intValue\":9223372036854775808}}] | expected an integer in the range of INT64",
                "\"attributes\": [{\"value\":{\"bytesValue\":\"*\"}}] | bytesValue '*', expected base64",
            })
    void namesTheFieldThatIsWrong(String json, String expected) {
        assertThatThrownBy(() -> span(json))
                .isInstanceOf(MalformedOtlpException.class)
                .hasMessageContaining(expected)
                .hasMessageMatching(".* at byte \\d+");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "null",
                "[]",
                "\"a\"",
                "{",
                "{}{}",
                "{} x",
                "{\"resourceSpans\":[{]}",
                "{\"a\":tru}",
                "\u0000"
            })
    void refusesWhatIsNotARequest(String json) {
        assertThatThrownBy(() -> read(json)).isInstanceOf(MalformedOtlpException.class);
    }

    private static Span span(String fields) throws Exception {
        String json = "{\"resourceSpans\":[{\"scopeSpans\":[{\"spans\":[{" + fields + "}]}]}]}";
        return ExportTraceServiceRequest.parseFrom(read(json))
                .getResourceSpans(0)
                .getScopeSpans(0)
                .getSpans(0);
    }

    private static byte[] read(String json) throws MalformedOtlpException {
        return READER.read(json.getBytes(StandardCharsets.UTF_8));
    }

    /// The same request with the empty messages that the JSON has in any case.
    private static ExportTraceServiceRequest withMessages(ExportTraceServiceRequest request) {
        ExportTraceServiceRequest.Builder builder = request.toBuilder();
        builder.getResourceSpansBuilderList().forEach(resource -> {
            resource.getResourceBuilder();
            resource.getScopeSpansBuilderList().forEach(scope -> {
                scope.getScopeBuilder();
                scope.getSpansBuilderList().forEach(Span.Builder::getStatusBuilder);
            });
        });
        return builder.build();
    }

    /// Writes the same JSON another way: fields shuffled, some in snake_case, integers as numbers or strings, unknown
    /// fields and nulls added.
    private static JsonNode disguise(JsonNode node, Random random) {
        return switch (node) {
            case ArrayNode array -> {
                ArrayNode copy = JsonNodeFactory.instance.arrayNode();
                array.forEach(element -> copy.add(disguise(element, random)));
                yield copy;
            }
            case ObjectNode object -> disguise(object, random);
            default -> node;
        };
    }

    private static ObjectNode disguise(ObjectNode object, Random random) {
        List<String> names = new ArrayList<>();
        object.fieldNames().forEachRemaining(names::add);
        Collections.shuffle(names, random);
        ObjectNode copy = JsonNodeFactory.instance.objectNode();
        for (String name : names) {
            JsonNode value = disguise(object.get(name), random);
            String snake = name.replaceAll("([A-Z])", "_$1").toLowerCase(Locale.ROOT);
            copy.set(random.nextBoolean() ? name : snake, disguiseScalar(name, value, random));
        }
        if (random.nextInt(8) == 0) {
            copy.putObject("unknown").putArray("nested").add(1).addObject().put("traceId", 5);
            copy.putNull(object.isEmpty() ? "name" : "unheard");
        }
        return copy;
    }

    private static JsonNode disguiseScalar(String name, JsonNode value, Random random) {
        if (random.nextBoolean()) {
            return value;
        }
        if (name.endsWith("Nano") || name.equals("intValue")) {
            return JsonNodeFactory.instance.numberNode(new BigInteger(value.asText()));
        }
        if (name.endsWith("Count") || name.equals("flags")) {
            return JsonNodeFactory.instance.textNode(value.asText());
        }
        if (name.endsWith("Id")) {
            return JsonNodeFactory.instance.textNode(value.asText().toUpperCase(Locale.ROOT));
        }
        boolean named = name.equals("kind") && value.asInt() < Span.SpanKind.values().length - 1;
        return named
                ? JsonNodeFactory.instance.textNode(
                        Span.SpanKind.forNumber(value.asInt()).name())
                : value;
    }
}
