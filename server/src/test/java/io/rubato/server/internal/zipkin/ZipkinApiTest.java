package io.rubato.server.internal.zipkin;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.rubato.server.Running;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import zipkin2.Endpoint;
import zipkin2.Span;
import zipkin2.codec.SpanBytesDecoder;
import zipkin2.codec.SpanBytesEncoder;

/// Every call of Zipkin's API that Lens and Grafana make, against the real store.
class ZipkinApiTest {
    private static final String JSON = "application/json";
    private static final long NOW = System.currentTimeMillis() * 1_000;
    static final String TRACE = "00000000000000a0000000000000000b";

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

    /// A call from `shop` to `stock` over one shared span, a query of `stock` to a database, and an error.
    static List<Span> basket() {
        Span root = Span.newBuilder()
                .traceId(TRACE)
                .id("1")
                .name("get /basket")
                .kind(Span.Kind.SERVER)
                .timestamp(NOW)
                .duration(9_000)
                .localEndpoint(endpoint("shop"))
                .putTag("http.status_code", "200")
                .build();
        Span.Builder call = Span.newBuilder()
                .traceId(TRACE)
                .parentId("1")
                .id("2")
                .name("get /stock")
                .timestamp(NOW + 1_000)
                .duration(5_000);
        return List.of(
                root,
                call.clone()
                        .kind(Span.Kind.CLIENT)
                        .localEndpoint(endpoint("shop"))
                        .remoteEndpoint(endpoint("stock"))
                        .build(),
                call.kind(Span.Kind.SERVER)
                        .shared(true)
                        .localEndpoint(endpoint("stock"))
                        .putTag("error", "sold out")
                        .addAnnotation(NOW + 2_000, "asked")
                        .build(),
                Span.newBuilder()
                        .traceId(TRACE)
                        .parentId("2")
                        .id("3")
                        .name("select")
                        .kind(Span.Kind.CLIENT)
                        .timestamp(NOW + 2_000)
                        .duration(1_000)
                        .localEndpoint(endpoint("stock"))
                        .remoteEndpoint(endpoint("postgres"))
                        .build());
    }

    @Test
    void spansOfEveryFormatComeBackOnBothPorts() {
        URI own = running.server.zipkinUrl().orElseThrow();
        URI api = running.server.apiUrl();
        List<Span> spans = basket();
        assertTaken(running.post(api.resolve("/api/v2/spans"), JSON, SpanBytesEncoder.JSON_V2.encodeList(spans)));
        assertThat(trace("b0", TRACE)).isEqualTo(spans);
        List<Span> second = retraced("b");
        assertTaken(running.post(
                own.resolve("/api/v2/spans"), "application/x-protobuf", SpanBytesEncoder.PROTO3.encodeList(second)));
        assertThat(trace("b", "b")).isEqualTo(second);
        List<Span> third = retraced("c");
        assertTaken(running.post(
                own.resolve("/api/v1/spans"), "application/x-thrift", SpanBytesEncoder.THRIFT.encodeList(third)));
        assertThat(trace("c", "c")).extracting(Span::name).contains("get /basket", "select");
    }

    @Test
    void versionOneBecomesTwoHalves() {
        String json = """
                [{"traceId":"d","id":"1","name":"get","annotations":[
                  {"timestamp":1790000000000000,"value":"cs","endpoint":{"serviceName":"shop"}},
                  {"timestamp":1790000000001000,"value":"sr","endpoint":{"serviceName":"stock"}},
                  {"timestamp":1790000000002000,"value":"ss","endpoint":{"serviceName":"stock"}},
                  {"timestamp":1790000000003000,"value":"cr","endpoint":{"serviceName":"shop"}}],
                  "binaryAnnotations":[{"key":"http.path","value":"/a","endpoint":{"serviceName":"shop"}}]}]""";
        assertTaken(running.post(
                running.server.apiUrl().resolve("/api/v1/spans"), JSON, json.getBytes(StandardCharsets.UTF_8)));
        List<Span> spans = trace("d", "d");
        assertThat(spans).extracting(Span::localServiceName).containsExactlyInAnyOrder("shop", "stock");
        assertThat(spans).extracting(Span::id).containsOnly("0000000000000001");
        assertThat(spans).extracting(Span::duration).containsExactlyInAnyOrder(3_000L, 1_000L);
    }

    @Test
    void refusals() {
        URI url = running.server.apiUrl().resolve("/api/v2/spans");
        assertRefused(running.post(url, JSON, "[{}]".getBytes(StandardCharsets.UTF_8)), 400, "another format");
        assertRefused(running.post(url, JSON, "[{\"traceId\":\"x".getBytes(StandardCharsets.UTF_8)), 400, "JSON_V2");
        assertRefused(running.post(url, JSON, SpanBytesEncoder.PROTO3.encodeList(basket())), 400, "another format");
        assertTaken(running.post(url, JSON, "[]".getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void bodiesWithoutSpansAreAccepted() {
        URI api = running.server.apiUrl();
        URI own = running.server.zipkinUrl().orElseThrow();
        for (URI url :
                List.of(api.resolve("/api/v2/spans"), own.resolve("/api/v2/spans"), own.resolve("/api/v1/spans"))) {
            assertTaken(running.post(url, JSON, new byte[0]));
            assertTaken(running.post(url, JSON, "[]".getBytes(StandardCharsets.UTF_8)));
        }
        assertTaken(running.post(own.resolve("/api/v2/spans"), "application/x-protobuf", new byte[0]));
        assertTaken(running.post(own.resolve("/api/v1/spans"), "application/x-thrift", new byte[0]));
    }

    /// A span has at most one remote service, whichever of its attributes names it first.
    @Test
    void remoteServicesAreThoseOfTheSpans() throws Exception {
        send(List.of(
                call("1", Span.Kind.CLIENT, "db.name", "orders", "server.address", "db-1"),
                call("2", Span.Kind.CLIENT, "db.namespace", "users", "net.peer.name", ""),
                call("3", Span.Kind.PRODUCER, "net.peer.name", "queue", "peer.service", "Kafka"),
                call("4", Span.Kind.SERVER, "server.address", "myself"),
                call("5", Span.Kind.CLIENT, "db.name", "named").toBuilder()
                        .remoteEndpoint(endpoint("mysql"))
                        .build(),
                call("6", Span.Kind.CLIENT, "peer.service", "tag").toBuilder()
                        .remoteEndpoint(endpoint("endpoint"))
                        .build(),
                // An endpoint without a name: no attribute stands in for it.
                call("7", Span.Kind.CLIENT, "db.name", "hidden").toBuilder()
                        .remoteEndpoint(Endpoint.newBuilder().ip("10.0.0.7").build())
                        .build()));
        List<Span> spans = trace("e", "e");
        List<String> shown = spans.stream()
                .map(Span::remoteServiceName)
                .filter(java.util.Objects::nonNull)
                .sorted()
                .toList();
        assertThat(shown).containsExactly("db-1", "endpoint", "kafka", "mysql", "users");
        JsonNode listed = json("/api/v2/remoteServices?serviceName=shop");
        assertThat(listed).extracting(JsonNode::textValue).containsExactlyElementsOf(shown);
        for (String service : shown) {
            assertThat(json("/api/v2/traces?serviceName=shop&remoteServiceName=" + service))
                    .as(service)
                    .hasSize(1);
        }
        for (String other : List.of("orders", "queue", "myself", "named", "tag", "hidden")) {
            assertThat(json("/api/v2/traces?serviceName=shop&remoteServiceName=" + other))
                    .as(other)
                    .isEmpty();
        }
    }

    private static Span call(String id, Span.Kind kind, String... tags) {
        Span.Builder span = Span.newBuilder()
                .traceId("e")
                .id(id)
                .name("call")
                .kind(kind)
                .timestamp(NOW)
                .duration(1_000)
                .localEndpoint(endpoint("shop"));
        for (int i = 0; i < tags.length; i += 2) {
            span.putTag(tags[i], tags[i + 1]);
        }
        return span.build();
    }

    @Test
    void probesOfZipkinServer() throws Exception {
        assertThat(json("/health"))
                .hasToString("{\"status\":\"UP\",\"zipkin\":{\"status\":\"UP\","
                        + "\"details\":{\"Rubato{}\":{\"status\":\"UP\"}}}}");
        assertThat(json("/info").at("/zipkin/version").textValue()).isNotEmpty();
        URI own = running.server.zipkinUrl().orElseThrow();
        try (var answer = own.resolve("/health").toURL().openStream()) {
            assertThat(answer).asString(StandardCharsets.UTF_8).startsWith("{\"status\":\"UP\"");
        }
    }

    @Test
    void namesOfServicesSpansAndTags() throws Exception {
        send(basket());
        assertThat(json("/api/v2/services")).hasToString("[\"shop\",\"stock\"]");
        assertThat(json("/zipkin/api/v2/services")).hasToString("[\"shop\",\"stock\"]");
        assertThat(json("/api/v2/spans?serviceName=Shop")).hasToString("[\"get /basket\",\"get /stock\"]");
        assertThat(json("/api/v2/spans?serviceName=none")).hasToString("[]");
        assertThat(json("/api/v2/remoteServices?serviceName=stock")).hasToString("[\"postgres\"]");
        assertThat(json("/api/v2/autocompleteKeys").toString()).contains("\"error\"", "\"http.status_code\"");
        assertThat(json("/api/v2/autocompleteValues?key=http.status_code")).hasToString("[\"200\"]");
        assertRefused(running.get("/api/v2/spans"), 400, "serviceName");
        assertRefused(running.get("/api/v2/autocompleteValues"), 400, "key");
    }

    @Test
    void searches() {
        send(basket());
        send(retraced("b", -3_600_000_000L));
        assertThat(found("")).containsExactly(TRACE, "b");
        assertThat(found("serviceName=shop&spanName=get%20/basket&limit=1")).containsExactly(TRACE);
        assertThat(found("serviceName=SHOP")).hasSize(2);
        assertThat(found("serviceName=none")).isEmpty();
        assertThat(found("serviceName=shop&spanName=select")).isEmpty();
        assertThat(found("serviceName=stock&remoteServiceName=postgres&spanName=all"))
                .hasSize(2);
        assertThat(found("serviceName=stock&remoteServiceName=stock")).isEmpty();
        assertThat(found("annotationQuery=" + encoded("http.status_code=200 and asked")))
                .hasSize(2);
        assertThat(found("serviceName=shop&annotationQuery=asked")).isEmpty();
        assertThat(found("annotationQuery=" + encoded("http.status_code=500"))).isEmpty();
        assertThat(found("serviceName=stock&annotationQuery=error")).hasSize(2);
        assertThat(found("annotationQuery=" + encoded("error=sold out"))).hasSize(2);
        assertThat(found("minDuration=9000")).hasSize(2);
        assertThat(found("minDuration=9001")).isEmpty();
        assertThat(found("minDuration=100&maxDuration=1000")).hasSize(2);
        assertThat(found("minDuration=100&maxDuration=900")).isEmpty();
        assertThat(found("lookback=600000")).containsExactly(TRACE);
        assertThat(found("endTs=" + (NOW / 1_000 - 1_800_000) + "&lookback=3600000"))
                .containsExactly("b");
        assertRefused(running.get("/api/v2/traces?limit=x"), 400, "limit");
        assertRefused(running.get("/api/v2/traces?limit=0"), 400, "limit");
        assertRefused(running.get("/api/v2/traces?maxDuration=5"), 400, "maxDuration");
    }

    @Test
    void tracesById() throws Exception {
        send(basket());
        send(retraced("b"));
        assertThat(json("/api/v2/traceMany?traceIds=" + TRACE + ",b,c")).hasSize(2);
        assertThat(running.get("/api/v2/trace/c").statusCode()).isEqualTo(404);
        assertRefused(running.get("/api/v2/trace/xyz"), 400, "lower-hex");
        assertRefused(running.get("/api/v2/traceMany?traceIds=b,b"), 400, "redundant");
        assertRefused(running.get("/api/v2/traceMany"), 400, "traceIds");
    }

    @Test
    void dependencies() throws Exception {
        send(basket());
        assertThat(json("/api/v2/dependencies?endTs=" + (NOW / 1_000 + 60_000) + "&lookback=3600000"))
                .hasToString("[{\"parent\":\"shop\",\"child\":\"stock\",\"callCount\":1,\"errorCount\":1},"
                        + "{\"parent\":\"stock\",\"child\":\"postgres\",\"callCount\":1}]");
        assertThat(json("/api/v2/dependencies?endTs=1000")).hasToString("[]");
        assertRefused(running.get("/api/v2/dependencies"), 400, "endTs");
    }

    @Test
    void theSettingsOfLens() throws Exception {
        JsonNode config = json("/zipkin/config.json");
        assertThat(config.get("searchEnabled").booleanValue()).isTrue();
        assertThat(config.get("queryLimit").intValue()).isEqualTo(10);
        assertThat(config.get("dependency").get("enabled").booleanValue()).isTrue();
    }

    private void send(List<Span> spans) {
        URI url = running.server.apiUrl().resolve("/api/v2/spans");
        assertTaken(running.post(url, JSON, SpanBytesEncoder.JSON_V2.encodeList(spans)));
    }

    private static List<Span> retraced(String traceId) {
        return retraced(traceId, 0);
    }

    private static List<Span> retraced(String traceId, long shiftMicros) {
        List<Span> spans = new ArrayList<>();
        for (Span span : basket()) {
            spans.add(span.toBuilder()
                    .traceId(traceId)
                    .timestamp(span.timestampAsLong() + shiftMicros)
                    .build());
        }
        return spans;
    }

    private List<Span> trace(String why, String id) {
        HttpResponse<String> response = running.get("/api/v2/trace/" + id);
        assertThat(response.statusCode()).as(why).isEqualTo(200);
        List<Span> spans = new ArrayList<>(
                SpanBytesDecoder.JSON_V2.decodeList(response.body().getBytes(StandardCharsets.UTF_8)));
        spans.sort((a, b) -> a.id().compareTo(b.id()) == 0
                ? Boolean.compare(a.shared() != null, b.shared() != null)
                : a.id().compareTo(b.id()));
        return spans;
    }

    private List<String> found(String query) {
        HttpResponse<String> response = running.get("/api/v2/traces?" + query);
        assertThat(response.statusCode()).as(query + ": " + response.body()).isEqualTo(200);
        try {
            List<String> ids = new ArrayList<>();
            new ObjectMapper().readTree(response.body()).forEach(trace -> {
                assertThat(trace).isNotEmpty();
                String id = trace.get(0).get("traceId").textValue();
                ids.add(id.equals(TRACE) ? id : id.replaceFirst("^0+", ""));
            });
            return ids;
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private JsonNode json(String path) throws Exception {
        HttpResponse<String> response = running.get(path);
        assertThat(response.statusCode()).as(path + ": " + response.body()).isEqualTo(200);
        assertThat(response.headers().firstValue("content-type").orElse("")).startsWith("application/json");
        return new ObjectMapper().readTree(response.body());
    }

    private static void assertTaken(HttpResponse<String> response) {
        assertThat(response.body()).isEmpty();
        assertThat(response.statusCode()).isEqualTo(202);
    }

    private static void assertRefused(HttpResponse<String> response, int status, String part) {
        assertThat(response.body()).contains(part);
        assertThat(response.statusCode()).isEqualTo(status);
    }

    private static Endpoint endpoint(String service) {
        return Endpoint.newBuilder().serviceName(service).build();
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
