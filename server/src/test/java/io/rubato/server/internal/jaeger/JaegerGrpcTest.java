package io.rubato.server.internal.jaeger;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.protobuf.ByteString;
import com.google.protobuf.Message;
import io.grpc.Status;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.TracesData;
import io.rubato.server.Deadline;
import io.rubato.server.GrpcClient;
import io.rubato.server.Running;
import io.rubato.server.TempoProto;
import io.rubato.server.TempoProto.Tree;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Jaeger's query services by grpc-java, whose answers equal those over HTTP.
class JaegerGrpcTest {
    private static final String V2 = "jaeger.api_v2.QueryService/";
    private static final String V3 = "jaeger.api_v3.QueryService/";
    private static final long SECOND = 1_000_000_000;
    private static final String LARGE = "0".repeat(31) + "7";

    @TempDir
    private Path directory;

    private Running running;
    private GrpcClient client;

    @BeforeEach
    void start() {
        running = Running.in(directory);
        client = new GrpcClient(running.server.apiUrl());
        send(ShopTrace.data());
    }

    private void send(TracesData data) {
        assertThat(running.post(
                                running.server.otlpHttpUrl().orElseThrow().resolve("/v1/traces"),
                                "application/x-protobuf",
                                data.toByteArray())
                        .statusCode())
                .isEqualTo(200);
    }

    @AfterEach
    void stop() {
        client.close();
        running.close();
    }

    @Test
    void namesAndCalls() {
        for (String version : List.of(V2, V3)) {
            Tree services = only(version + "GetServices", message("JaegerService"), "JaegerServices");
            assertThat((List<?>) services.get("services")).isEqualTo(List.of("Shop", "stock"));
            Tree calls = only(version + "GetDependencies", message("JaegerTimes"), "JaegerCalls");
            assertThat(calls.trees("dependencies"))
                    .extracting(call -> call.text("parent") + ">" + call.text("child") + call.number("call_count"))
                    .containsExactly("Shop>stock1");
            Message before = message("JaegerTimes", "end_time", time(ShopTrace.START - SECOND));
            assertThat(only(version + "GetDependencies", before, "JaegerCalls").trees("dependencies"))
                    .isEmpty();
        }
        Message shop = message("JaegerService", "service", "Shop");
        Tree both = only(V2 + "GetOperations", shop, "JaegerOperations2");
        assertThat((List<?>) both.get("operationNames")).isEqualTo(List.of("GET /Basket", "GET /stock"));
        assertThat(operations(both)).containsExactly("GET /Basket server", "GET /stock client");
        assertThat(operations(only(V3 + "GetOperations", shop, "JaegerOperations3")))
                .containsExactly("GET /Basket server", "GET /stock client");
        Message clients = message("JaegerService", "service", "Shop", "span_kind", "client");
        assertThat(operations(only(V3 + "GetOperations", clients, "JaegerOperations3")))
                .containsExactly("GET /stock client");
    }

    private static List<String> operations(Tree answer) {
        return answer.trees("operations").stream()
                .map(each -> each.text("name") + " " + each.text("span_kind"))
                .toList();
    }

    @Test
    void version2SaysOfSpansWhatItSaysOverHttp() throws Exception {
        List<Tree> chunks =
                client.call(V2 + "GetTrace", message("JaegerId2", "trace_id", id(ShopTrace.ID)), "JaegerChunk");
        List<Tree> spans =
                chunks.stream().flatMap(chunk -> chunk.trees("spans").stream()).toList();
        JsonNode trace = new ObjectMapper()
                .readTree(running.get("/jaeger/api/traces/" + ShopTrace.ID).body())
                .at("/data/0");
        assertThat(spans).hasSize(3).hasSameSizeAs(trace.get("spans"));
        for (int i = 0; i < spans.size(); i++) {
            Tree span = spans.get(i);
            JsonNode same = trace.at("/spans/" + i);
            assertThat(hex(span, "trace_id")).isEqualTo(same.get("traceID").textValue());
            assertThat(hex(span, "span_id")).isEqualTo(same.get("spanID").textValue());
            assertThat(span.text("operation_name"))
                    .isEqualTo(same.get("operationName").textValue());
            assertThat(span.number("flags")).isEqualTo(same.get("flags").longValue());
            assertThat(nanos(span.tree("start_time")) / 1_000)
                    .isEqualTo(same.get("startTime").longValue());
            assertThat(nanos(span.tree("duration")) / 1_000)
                    .isEqualTo(same.get("duration").longValue());
            assertTags(span.trees("tags"), same.get("tags"));
            JsonNode process = trace.get("processes").get(same.get("processID").textValue());
            assertThat(span.tree("process").text("service_name"))
                    .isEqualTo(process.get("serviceName").textValue());
            assertTags(span.tree("process").trees("tags"), process.get("tags"));
            List<String> references = new ArrayList<>();
            same.get("references")
                    .forEach(each -> references.add(each.get("refType").textValue()
                            + each.get("traceID").textValue()
                            + each.get("spanID").textValue()));
            assertThat(span.trees("references"))
                    .extracting(each -> (each.number("ref_type") == 0 ? "CHILD_OF" : "FOLLOWS_FROM")
                            + hex(each, "trace_id")
                            + hex(each, "span_id"))
                    .isEqualTo(references);
            assertThat(span.trees("logs")).hasSameSizeAs(same.get("logs"));
            for (int log = 0; log < span.trees("logs").size(); log++) {
                Tree one = span.trees("logs").get(log);
                assertThat(nanos(one.tree("timestamp")) / 1_000)
                        .isEqualTo(same.at("/logs/" + log + "/timestamp").longValue());
                assertTags(one.trees("fields"), same.at("/logs/" + log + "/fields"));
            }
        }
    }

    private static void assertTags(List<Tree> tags, JsonNode same) {
        List<String> types = List.of("string", "bool", "int64", "float64", "binary");
        List<String> values = List.of("v_str", "v_bool", "v_int64", "v_float64", "v_binary");
        List<String> expected = new ArrayList<>();
        same.forEach(tag -> expected.add(tag.get("key").textValue() + " "
                + tag.get("type").textValue() + " " + tag.get("value").asText()));
        assertThat(tags)
                .extracting(tag -> tag.text("key") + " " + types.get((int) tag.number("v_type")) + " "
                        + tag.text(values.get((int) tag.number("v_type"))))
                .isEqualTo(expected);
    }

    @Test
    void version3AnswersWithOtlp() throws Exception {
        assertThat(TracesData.parseFrom(answers(V3 + "GetTrace", message("JaegerId3", "trace_id", ShopTrace.ID))
                        .getFirst()))
                .isEqualTo(ShopTrace.data());
        assertThat(answers(V3 + "FindTraces", find("service_name", "stock"))).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({
        "service_name,Shop,1",
        "service_name,shop,0",
        "operation_name,GET /Basket,1",
        "operation_name,GET /none,0",
        "tags,http.status_code=200,1",
        "tags,http.status_code=500,0",
        "tags,host.name=stock-1,1",
        "tags,error=true,1",
        "duration_min,9000000,1",
        "duration_min,9000001,0",
        "duration_max,2999999,0",
        "duration_max,3000000,1",
        "search_depth,1,1",
        "start_time_max,1790000000000000000,1",
        "start_time_max,1789999999999999999,0",
        "start_time_min,1800000000000000000,0"
    })
    void searches(String field, String value, int found) throws Exception {
        Object set = switch (field) {
            case "service_name", "operation_name" -> value;
            case "search_depth" -> Integer.parseInt(value);
            case "tags" -> List.of(message("Entry", "key", value.split("=")[0], "value", value.split("=")[1]));
            default -> time(Long.parseLong(value));
        };
        assertThat(answers(V2 + "FindTraces", find(field, set))).hasSize(found);
        assertThat(answers(V3 + "FindTraces", find(field, set))).hasSize(found);
    }

    @Test
    void goClientsSendTheirZeroTime() throws Exception {
        Message zero = message("Time", "seconds", -62_135_596_800L);
        Message query =
                message("JaegerQuery", "start_time_min", zero, "start_time_max", zero, "duration_max", message("Time"));
        assertThat(answers(V2 + "FindTraces", message("JaegerFind", "query", query)))
                .hasSize(1);
        assertThat(answers(V2 + "FindTraces", message("JaegerFind", "query", message("JaegerQuery"))))
                .hasSize(1);
    }

    @Test
    void largeTracesComeInMessagesThatClientsTake() throws Exception {
        Random random = new Random(7);
        ScopeSpans.Builder scope = ScopeSpans.newBuilder();
        for (int i = 1; i <= 6_000; i++) {
            scope.addSpans(Span.newBuilder()
                    .setTraceId(id(LARGE))
                    .setSpanId(id(HexFormat.of().toHexDigits((long) i)))
                    .setName("work")
                    .setStartTimeUnixNano(ShopTrace.START + i)
                    .setEndTimeUnixNano(ShopTrace.START + i)
                    .addAttributes(KeyValue.newBuilder()
                            .setKey("text")
                            .setValue(AnyValue.newBuilder()
                                    .setStringValue(
                                            Long.toString(random.nextLong()).repeat(50)))));
        }
        TracesData data = TracesData.newBuilder()
                .addResourceSpans(ShopTrace.data().getResourceSpans(0).toBuilder()
                        .clearScopeSpans()
                        .addScopeSpans(scope))
                .build();
        send(data);
        List<byte[]> chunks = answers(V3 + "GetTrace", message("JaegerId3", "trace_id", LARGE));
        assertThat(chunks).hasSizeGreaterThan(3).allMatch(chunk -> chunk.length < 2 << 20);
        List<Span> spans = new ArrayList<>();
        for (byte[] chunk : chunks) {
            for (ResourceSpans each : TracesData.parseFrom(chunk).getResourceSpansList()) {
                assertThat(each.getResource())
                        .isEqualTo(data.getResourceSpans(0).getResource());
                each.getScopeSpansList().forEach(one -> spans.addAll(one.getSpansList()));
            }
        }
        assertThat(spans).containsExactlyInAnyOrderElementsOf(scope.getSpansList());
        List<Tree> version2 = client.call(V2 + "GetTrace", message("JaegerId2", "trace_id", id(LARGE)), "JaegerChunk");
        assertThat(version2).hasSizeGreaterThan(3);
        assertThat(version2.stream()
                        .mapToInt(chunk -> chunk.trees("spans").size())
                        .sum())
                .isEqualTo(6_000);
    }

    @Test
    void failures() throws Exception {
        String unknown = "0".repeat(31) + "1";
        assertFails(V2 + "GetTrace", message("JaegerId2", "trace_id", id(unknown)), Status.Code.NOT_FOUND);
        assertFails(V3 + "GetTrace", message("JaegerId3", "trace_id", unknown), Status.Code.NOT_FOUND);
        assertFails(V2 + "GetTrace", message("JaegerId2"), Status.Code.INVALID_ARGUMENT);
        assertFails(V3 + "GetTrace", message("JaegerId3", "trace_id", "xyz"), Status.Code.INVALID_ARGUMENT);
        assertFails(V3 + "GetOperations", message("JaegerService"), Status.Code.INVALID_ARGUMENT);
        assertFails(V2 + "FindTraces", message("JaegerFind"), Status.Code.INVALID_ARGUMENT);
        assertFails(
                V3 + "FindTraces",
                message("JaegerFind", "query", message("JaegerQuery", "service_name", "Shop")),
                Status.Code.INVALID_ARGUMENT);
        assertFails(V3 + "FindTraces", find("filter", "x"), Status.Code.INVALID_ARGUMENT);
        assertFails(V2 + "FindTraces", find("search_depth", -1), Status.Code.INVALID_ARGUMENT);
        assertFails(V2 + "ArchiveTrace", message("JaegerId2"), Status.Code.UNIMPLEMENTED);
    }

    @Test
    void whatIsNoMessageIsTheClientsFault() throws Exception {
        Random random = new Random(3);
        for (int i = 0; i < 200; i++) {
            byte[] bytes = new byte[1 + random.nextInt(40)];
            random.nextBytes(bytes);
            String method = List.of("GetTrace", "FindTraces", "GetOperations", "GetDependencies")
                    .get(i % 4);
            assertThat(ended(client.start((i % 8 < 4 ? V2 : V3) + method, bytes))
                            .getCode())
                    .as("%s, %s", i, HexFormat.of().formatHex(bytes))
                    .isIn(Status.Code.OK, Status.Code.INVALID_ARGUMENT, Status.Code.NOT_FOUND);
        }
    }

    private void assertFails(String method, Message request, Status.Code code) throws Exception {
        assertThat(ended(client.start(method, request)).getCode()).as(method).isEqualTo(code);
    }

    private List<byte[]> answers(String method, Message request) throws Exception {
        GrpcClient.Call call = client.start(method, request);
        assertThat(ended(call)).isEqualTo(Status.OK);
        return call.messages();
    }

    private static Status ended(GrpcClient.Call call) throws Exception {
        return call.ended().get(Deadline.SECONDS, TimeUnit.SECONDS);
    }

    private Tree only(String method, Message request, String answer) {
        List<Tree> messages = client.call(method, request, answer);
        assertThat(messages).hasSize(1);
        return messages.getFirst();
    }

    /// A search over a century that has one more field.
    private static Message find(String field, Object value) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("start_time_min", time(SECOND));
        fields.put("start_time_max", time(3_000_000_000L * SECOND));
        fields.put(field, value);
        List<Object> flat = new ArrayList<>();
        fields.forEach((name, each) -> flat.addAll(List.of(name, each)));
        return message("JaegerFind", "query", message("JaegerQuery", flat.toArray()));
    }

    private static Message message(String type, Object... fields) {
        return TempoProto.of(type, fields);
    }

    private static Message time(long nanos) {
        return message("Time", "seconds", nanos / SECOND, "nanos", (int) (nanos % SECOND));
    }

    private static long nanos(Tree time) {
        return time.number("seconds") * SECOND + time.number("nanos");
    }

    private static ByteString id(String hex) {
        return ShopTrace.bytes(hex);
    }

    private static String hex(Tree tree, String field) {
        return HexFormat.of().formatHex(((ByteString) tree.get(field)).toByteArray());
    }
}
