package io.rubato.server.internal.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.protobuf.ByteString;
import com.linecorp.armeria.client.ClientRequestContext;
import com.linecorp.armeria.client.ClientRequestContextCaptor;
import com.linecorp.armeria.client.Clients;
import com.linecorp.armeria.client.WebClient;
import com.linecorp.armeria.common.AggregatedHttpResponse;
import com.linecorp.armeria.common.SessionProtocol;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.resource.v1.Resource;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.Status;
import io.opentelemetry.proto.trace.v1.TracesData;
import io.rubato.server.Running;
import io.rubato.server.TempoProto;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The API over a real store that holds one trace of two spans and one of a bare span.
class ApiTest {
    private static final String ID = "000000000000000a1a2b3c4d5e6f7788";
    private static final String BARE = "ffffffffffffffffffffffffffffffff";
    private static final long SECOND = 1_795_345_600L;
    private static final String PROTOBUF = "application/protobuf";

    @TempDir
    private static Path directory;

    private static Running running;

    @BeforeAll
    static void start() {
        running = Running.in(directory);
        URI url = running.server.otlpHttpUrl().orElseThrow().resolve("/v1/traces");
        assertThat(running.post(url, "application/x-protobuf", stored().toByteArray())
                        .statusCode())
                .isEqualTo(200);
    }

    @AfterAll
    static void stop() {
        running.close();
    }

    private static TracesData stored() {
        Span root = Span.newBuilder()
                .setTraceId(ByteString.fromHex(ID))
                .setSpanId(ByteString.fromHex("0000000000000001"))
                .setName("GET /basket")
                .setKind(Span.SpanKind.SPAN_KIND_SERVER)
                .setStartTimeUnixNano(SECOND * 1_000_000_000)
                .setEndTimeUnixNano(SECOND * 1_000_000_000 + 500_000_000)
                .setStatus(Status.newBuilder().setCode(Status.StatusCode.STATUS_CODE_ERROR))
                .addAttributes(attribute("http/route", "/basket"))
                .addAttributes(attribute("http.target", "a b"))
                .build();
        Span child = root.toBuilder()
                .setSpanId(ByteString.fromHex("0000000000000002"))
                .setParentSpanId(root.getSpanId())
                .setName("SELECT")
                .clearStatus()
                .clearAttributes()
                .build();
        Span bare = Span.newBuilder()
                .setTraceId(ByteString.fromHex(BARE))
                .setSpanId(ByteString.fromHex("0000000000000003"))
                .setStartTimeUnixNano(1)
                .build();
        return TracesData.newBuilder()
                .addResourceSpans(ResourceSpans.newBuilder()
                        .setResource(Resource.newBuilder().addAttributes(attribute("service.name", "shop")))
                        .addScopeSpans(ScopeSpans.newBuilder().addSpans(root).addSpans(child)))
                .addResourceSpans(ResourceSpans.newBuilder()
                        .addScopeSpans(ScopeSpans.newBuilder().addSpans(bare)))
                .build();
    }

    private static KeyValue attribute(String key, String value) {
        return KeyValue.newBuilder()
                .setKey(key)
                .setValue(AnyValue.newBuilder().setStringValue(value))
                .build();
    }

    @Test
    void traceByIdIsWholeWhateverTheZeros() throws Exception {
        for (String id : new String[] {ID, "a1a2b3c4d5e6f7788", "A1A2B3C4D5E6F7788"}) {
            TracesData v1 =
                    TracesData.parseFrom(bytes("/api/traces/" + id, PROTOBUF).body());
            assertThat(v1.getResourceSpans(0).getScopeSpans(0).getSpansCount()).isEqualTo(2);
        }
        HttpResponse<byte[]> v2 = bytes("/api/v2/traces/" + ID, PROTOBUF);
        assertThat(v2.headers().firstValue("content-type")).hasValue(PROTOBUF);
        assertThat(v2.body()[0]).isEqualTo((byte) 0x0a);
        JsonNode v1Json = json("/api/traces/" + ID);
        assertThat(v1Json.at("/batches/0/scopeSpans/0/spans/0/traceId").asText())
                .isEqualTo("AAAAAAAAAAoaKzxNXm93iA==");
        JsonNode v2Json = json("/api/v2/traces/" + ID + "?start=1&end=2");
        assertThat(v2Json.at("/trace/resourceSpans/0/scopeSpans/0/spans")).hasSize(2);
        assertThat(v2Json.has("metrics")).isTrue();
    }

    @Test
    void whatGrafanaReadsWithoutAskingIsThere() throws Exception {
        TracesData trace =
                TracesData.parseFrom(bytes("/api/traces/" + BARE, PROTOBUF).body());
        ResourceSpans resource = trace.getResourceSpans(0);
        assertThat(resource.hasResource()).isTrue();
        assertThat(resource.getResource().getAttributesCount()).isEqualTo(1);
        assertThat(resource.getScopeSpans(0).hasScope()).isTrue();
        assertThat(resource.getScopeSpans(0).getSpans(0).hasStatus()).isTrue();
    }

    @Test
    void aTraceThatIsNotStored() {
        HttpResponse<byte[]> v1 = bytes("/api/traces/1234", PROTOBUF);
        assertThat(v1.statusCode()).isEqualTo(404);
        assertThat(v1.body()).isEmpty();
        HttpResponse<byte[]> v2 = bytes("/api/v2/traces/1234", PROTOBUF);
        assertThat(v2.statusCode()).isEqualTo(200);
        assertThat(v2.body()).containsExactly(0x0a, 0, 0x12, 0);
        assertThat(running.get("/api/v2/traces/1234").body()).isEqualTo("{\"trace\":{},\"metrics\":{}}");
    }

    @Test
    void idsThatAreNone() {
        assertError(
                "/api/traces/12z4",
                400,
                "trace IDs can only contain hex characters: invalid character 'z' at position 3");
        assertError("/api/v2/traces/" + ID + "0", 400, "trace IDs can't be larger than 128 bits");
        assertThat(running.get("/api/traces/").statusCode()).isEqualTo(404);
    }

    @Test
    void searchIsStrictlyTempos() {
        JsonNode found = StrictJson.search(
                running.get("/api/search?q=" + encoded("{ name = \"GET /basket\" && status = error }"))
                        .body());
        assertThat(found.at("/traces")).hasSize(1);
        assertThat(found.at("/traces/0/traceID").asText()).isEqualTo("a1a2b3c4d5e6f7788");
        assertThat(found.at("/traces/0/rootServiceName").asText()).isEqualTo("shop");
        assertThat(found.at("/traces/0/durationMs").asInt()).isEqualTo(500);
        assertThat(found.at("/traces/0/spanSets/0/matched").asInt()).isEqualTo(1);
        assertThat(found.at("/traces/0/spanSets/0/spans/0/name").asText()).isEqualTo("GET /basket");
        JsonNode all = StrictJson.search(running.get("/api/search").body());
        assertThat(all.at("/traces")).hasSize(2);
        assertThat(all.at("/traces/0/startTimeUnixNano").asText()).isEqualTo(SECOND + "000000000");
        String range = "&start=" + (SECOND - 10) + "&end=" + SECOND;
        assertThat(StrictJson.search(running.get("/api/search?q=%7B%7D&limit=1&spss=1" + range)
                                .body())
                        .at("/traces/0/spanSets/0/spans"))
                .hasSize(1);
        assertThat(StrictJson.search(
                                running.get("/api/search?q=%7B%7D%7Crate()").body())
                        .at("/traces"))
                .hasSize(2);
    }

    @Test
    void searchByTags() {
        assertThat(StrictJson.search(running.get("/api/search?tags=service.name%3Dsho%20http.target%3D%22a%20b%22")
                                .body())
                        .at("/traces"))
                .hasSize(1);
        assertThat(StrictJson.search(running.get("/api/search?minDuration=400ms&maxDuration=1s")
                                .body())
                        .at("/traces"))
                .hasSize(1);
        assertThat(StrictJson.search(
                                running.get("/api/search?service.name=shop").body())
                        .at("/traces"))
                .hasSize(1);
        assertThat(running.get("/api/search?service.name=other").body()).startsWith("{\"traces\":[]");
    }

    @Test
    void searchErrorsHaveTemposWords() {
        String q = "/api/search?q=%7B%7D&";
        assertError(
                "/api/search?q=" + encoded("{ foo }"), 400, "invalid TraceQL query: parse error at line 1, col 3: ");
        assertError(q + "tags=a%3Db", 400, "invalid request: can't specify tags and q in the same query");
        assertError("/api/search?tags=a%3Db%20a%3Dc", 400, "invalid tags: tag a has been set twice");
        assertError("/api/search?tags=a%3D%22b", 400, "invalid tags: unterminated quoted value at position 3");
        assertError(q + "limit=0", 400, "invalid limit: must be a positive number");
        assertError(q + "limit=-1", 400, "invalid limit: must be a positive number");
        assertError(q + "limit=x", 400, "invalid limit: 'x' is not a whole number");
        assertError(q + "limit=262145", 400, "limit 262145 exceeds max limit 262144");
        assertError(q + "spss=101", 400, "spans per span set exceeds 100. received 101");
        assertError(q + "start=20&end=10", 400, "http parameter start must be before end. received start=20 end=10");
        assertError(q + "start=20", 400, "please provide non-zero values for http parameters start and end");
        assertError(
                q + "start=1&end=604802",
                400,
                "range specified by start and end exceeds 168h0m0s. received start=1 end=604802");
        assertError("/api/search?minDuration=soon", 400, "invalid minDuration: 'soon' is not a duration");
        assertError("/api/search?q=" + "%20".repeat(131_073), 400, "invalid TraceQL query: 131073 bytes exceed");
        assertThat(running.get(q + "spss=0").statusCode()).isEqualTo(200);
    }

    @Test
    void tagNames() throws Exception {
        JsonNode v1 = json("/api/search/tags");
        assertThat(v1.get("tagNames")).extracting(JsonNode::asText).contains("service.name", "http.target");
        JsonNode v2 = json("/api/v2/search/tags?limit=5000");
        assertThat(v2.get("scopes"))
                .extracting(scope -> scope.get("name").asText())
                .containsExactly("resource", "span", "intrinsic");
        assertThat(v2.at("/scopes/0/tags/0").asText()).isEqualTo("service.name");
        assertThat(json("/api/v2/search/tags?scope=span").get("scopes")).hasSize(1);
        assertThat(json("/api/v2/search/tags?scope=intrinsic").at("/scopes/0/tags"))
                .hasSize(25);
        assertError("/api/v2/search/tags?scope=bogus", 400, "invalid scope: bogus");
    }

    @Test
    void tagValues() throws Exception {
        assertThat(json("/api/search/tag/service.name/values").get("tagValues"))
                .extracting(JsonNode::asText)
                .containsExactly("shop");
        String v2 = "/api/v2/search/tag/";
        assertThat(running.get(v2 + "resource.service.name/values?limit=5000&tag=x&q=" + encoded("{ span.foo= && "))
                        .body())
                .startsWith("{\"tagValues\":[{\"type\":\"string\",\"value\":\"shop\"}],\"metrics\":{");
        assertThat(json(v2 + "status/values").get("tagValues"))
                .extracting(
                        value -> value.get("type").asText() + value.get("value").asText())
                .containsExactlyInAnyOrder("keywordok", "keyworderror", "keywordunset");
        assertThat(json(v2 + "duration/values").get("tagValues")).isEmpty();
        for (String tag : new String[] {"span.http/route", "span.http%2Froute", "span.http%252Froute"}) {
            assertThat(json(v2 + tag + "/values").at("/tagValues/0/value").asText())
                    .isEqualTo("/basket");
        }
        assertError(v2 + "service.name/values", 400, "please provide a valid tagName: failed to parse identifier");
        assertThat(json("/api/search/tag/status.code/values").get("tagValues")).hasSize(3);
    }

    @Test
    void probesAndFigures() throws Exception {
        assertThat(running.get("/api/echo").body()).isEqualTo("echo\n");
        assertThat(running.get("/ready").body()).startsWith("ready\n").contains("\ntail: well ");
        assertThat(json("/api/status/buildinfo").get("version").asText()).isEqualTo("2.10.0");
        JsonNode status = json("/api/rubato/status");
        assertThat(status.get("spans").asLong()).isEqualTo(3);
        assertThat(status.get("newestStartNanos").asText()).isEqualTo(SECOND + "000000000");
        assertThat(status.get("readOnly").isNull()).isTrue();
        assertThat(status.get("listening")).hasSize(6);
        JsonNode heads = status.get("heads");
        assertThat(heads.get("count").asInt()).isEqualTo(1);
        assertThat(heads.get("bytesPerSpan").asLong()).isPositive();
        assertThat(heads.has("secondsHeld")).isTrue();
        assertThat(heads.get("flushesForced").asLong()).isZero();
        assertThat(status.get("pieces")).isEqualTo(new ObjectMapper().readTree("""
                {"tracesWaiting":0,"tracesInHeads":0,"oldestSeconds":0,
                 "spansFlushed":0,"spansMoved":0,"spansMerged":0}"""));
        assertThat(running.get("/metrics").body())
                .contains("rubato_spans_received_total 3\n")
                .contains("rubato_store_heads 1\n")
                .containsPattern("rubato_store_heads_seconds (-1|[0-9]+)\n")
                .contains("rubato_store_flushes_forced_total 0\n")
                .contains("rubato_store_traces_waiting 0\n")
                .contains("rubato_store_traces_waiting_seconds 0\n")
                .contains("rubato_store_late_traces_in_heads 0\n")
                .contains("rubato_store_spans_written_total{reason=\"flushed\"} 0\n")
                .contains("rubato_store_spans_written_total{reason=\"moved\"} 0\n")
                .contains("rubato_store_spans_written_total{reason=\"merged\"} 0\n")
                .contains("rubato_receiver_requests_total{receiver=\"otlp_http\",outcome=\"ok\"} 1\n")
                .contains("rubato_http_requests_total{route=\"/api/echo\",code=\"200\"}")
                .contains("rubato_http_request_seconds_bucket{route=\"/api/echo\",le=\"+Inf\"}")
                .contains("process_cpu_seconds_total");
    }

    @Test
    void thePageIsServedAndUnknownPathsAreNot() {
        HttpResponse<String> page = running.get("/");
        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.headers().firstValue("content-type")).hasValue("text/html; charset=utf-8");
        assertThat(running.get("/trace/" + ID).body()).isEqualTo(page.body());
        for (String path : new String[] {"/api/nothing", "/nothing", "/assets/nothing.js"}) {
            assertThat(running.get(path).statusCode()).isEqualTo(404);
            assertThat(running.get(path).body()).isEqualTo("404 page not found\n");
        }
    }

    @Test
    void searchesAndTagsAnswerInProtobufToWhoAcceptsIt() {
        Map<String, String> types = Map.of(
                "/api/search?q=%7B%7D", "SearchResponse",
                "/api/search/tags", "SearchTagsResponse",
                "/api/v2/search/tags", "SearchTagsV2Response",
                "/api/search/tag/service.name/values", "SearchTagValuesResponse",
                "/api/search/tag/status.code/values", "SearchTagValuesResponse",
                "/api/v2/search/tag/resource.service.name/values", "SearchTagValuesV2Response");
        types.forEach((path, type) -> {
            HttpResponse<byte[]> answer = running.get(path, BodyHandlers.ofByteArray(), "accept", PROTOBUF);
            assertThat(answer.headers().firstValue("content-type")).as(path).hasValue(PROTOBUF);
            assertThat(answer.body().length).as(path).isGreaterThan(10);
            TempoProto.parse(type, answer.body());
        });
    }

    @Test
    void thePageIsCompressedForWhoAcceptsIt() throws Exception {
        HttpResponse<byte[]> gzip = running.get("/", BodyHandlers.ofByteArray(), "accept-encoding", "gzip");
        assertThat(gzip.headers().firstValue("content-encoding")).hasValue("gzip");
        byte[] plain = new GZIPInputStream(new ByteArrayInputStream(gzip.body())).readAllBytes();
        assertThat(new String(plain, StandardCharsets.UTF_8))
                .isEqualTo(running.get("/").body());
    }

    @Test
    void answersAreCompressedForWhoAcceptsIt() throws Exception {
        HttpResponse<byte[]> gzip = running.get("/metrics", BodyHandlers.ofByteArray(), "accept-encoding", "gzip");
        assertThat(gzip.headers().firstValue("content-encoding")).hasValue("gzip");
        byte[] plain = new GZIPInputStream(new ByteArrayInputStream(gzip.body())).readAllBytes();
        assertThat(new String(plain, StandardCharsets.UTF_8)).contains("rubato_ready 1");
        assertThat(running.get("/metrics").headers().firstValue("content-encoding"))
                .isEmpty();
    }

    @Test
    void http2WithoutTlsOnTheSamePort() throws Exception {
        URI api = running.server.apiUrl();
        ClientRequestContext asked;
        try (ClientRequestContextCaptor captor = Clients.newContextCaptor()) {
            AggregatedHttpResponse answer = WebClient.of("h2c://" + api.getAuthority())
                    .get("/ready")
                    .aggregate()
                    .join();
            assertThat(answer.contentUtf8()).startsWith("ready\n");
            asked = captor.get();
        }
        assertThat(asked.log().whenComplete().join().sessionProtocol()).isEqualTo(SessionProtocol.H2C);
    }

    private static void assertError(String path, int status, String text) {
        HttpResponse<String> answer = running.get(path);
        assertThat(answer.body()).startsWith(text).doesNotContain("\n");
        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(answer.headers().firstValue("content-type")).hasValue("text/plain; charset=utf-8");
    }

    private static HttpResponse<byte[]> bytes(String path, String accept) {
        return running.get(path, BodyHandlers.ofByteArray(), "accept", accept);
    }

    private static JsonNode json(String path) throws IOException {
        HttpResponse<String> answer = running.get(path, "accept", "application/json");
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return new ObjectMapper().readTree(answer.body());
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
