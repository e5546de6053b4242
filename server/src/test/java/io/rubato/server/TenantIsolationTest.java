package io.rubato.server;

import static io.rubato.server.TenantSpans.HEADER;
import static io.rubato.server.TenantSpans.START;
import static io.rubato.server.TenantSpans.mark;
import static io.rubato.server.TenantSpans.send;
import static io.rubato.server.TenantSpans.traceId;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Message;
import io.grpc.Status;
import io.rubato.server.config.RuleSettings;
import io.rubato.server.config.ServerConfig;
import io.rubato.server.config.TenantSettings;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Two tenants with spans alike but for their texts, in traces of the same ids: whatever is asked in the name of one
/// shows its own spans and never the other's. The routes are those that the server itself lists, so one that comes to
/// be is tried too.
class TenantIsolationTest {
    private static final String EXPORT = "opentelemetry.proto.collector.trace.v1.TraceService/Export";
    private static final int TRACE = 7;
    private static final String PERIOD =
            "start=" + START / 1_000_000_000 + "&end=" + (START / 1_000_000_000 + 60) + "&step=10s";

    /// Which tell nothing of what is stored, and need no tenant.
    private static final Set<String> OPEN = Set.of(
            "/ready",
            "/-/ready",
            "/-/healthy",
            "/health",
            "/info",
            "/metrics",
            "/api/echo",
            "/api/status/buildinfo",
            "/api/v1/status/buildinfo",
            "/zipkin/config.json",
            "/jaeger/api/metrics/minstep");

    /// Answers that hold no text of any span.
    private static final Set<String> WITHOUT_TEXTS = Set.of(
            "/api/rubato/status",
            "/api/rubato/rules",
            "/api/rubato/slow-queries",
            "/api/v1/metadata",
            "/api/v1/rules",
            "/api/v1/query_exemplars");

    @TempDir
    private static Path directory;

    private static Running running;

    @BeforeAll
    static void start() throws Exception {
        Path rules = directory.resolve("rules.yaml");
        Files.writeString(rules, """
                groups:
                  - name: of-a
                    interval: 1s
                    window: 8760h
                    source_tenants: [a]
                    rules:
                      - record: secret:of_a
                        expr: "{} | count_over_time() by (name)"
                  - name: of-b
                    interval: 1s
                    window: 8760h
                    source_tenants: [b]
                    rules:
                      - record: secret:of_b
                        expr: "{} | count_over_time() by (name)"
                """);
        ServerConfig config = Running.config(directory.resolve("data"), "").withTenants(TenantSettings.DEFAULT.on());
        RuleSettings usual = RuleSettings.DEFAULT;
        running = Running.with(config.withRules(new RuleSettings(
                List.of(rules),
                usual.evaluationInterval(),
                Duration.ZERO,
                usual.alertmanagers(),
                usual.resendDelay(),
                usual.notificationTimeout(),
                usual.externalUrl())));
        for (String tenant : List.of("a", "b")) {
            assertThat(send(running, tenant, TRACE).statusCode()).isEqualTo(200);
        }
    }

    @AfterAll
    static void stop() {
        running.close();
    }

    private static List<String> routes() {
        return running.get("/status/endpoints")
                .body()
                .lines()
                .filter(route -> !route.startsWith("/status"))
                .toList();
    }

    /// The requests that make a route tell as much as it may.
    private static Stream<String> requests(String route) {
        String path = route.replace("{tag}", "name")
                .replace("{label}", "client")
                .replace("{tenant}", "a")
                .replaceAll("\\{(id|traceID|traceId|trace_id|prefix:.*)}", traceId(TRACE))
                .replaceAll("\\{service}", mark("a") + "-front")
                .replaceAll("\\{[^}]*}", "service");
        if (route.equals("/api/v1/query") || route.equals("/api/v1/query_range")) {
            return Stream.of("traces_service_graph_request_total", "traces_spanmetrics_calls_total")
                    .map(metric -> path + "?query=" + metric + "&" + PERIOD + "&time=" + (START / 1_000_000_000 + 60));
        }
        String metrics = "%7B%7D%7Ccount_over_time()by(name,resource.service.name)";
        return Stream.of(
                path + "?" + PERIOD + "&match[]=traces_service_graph_request_total",
                path + "?" + PERIOD + "&q=" + (route.contains("/metrics/") ? metrics : "%7B%7D"),
                path + "?" + PERIOD + "&service=" + mark("a") + "-back&q=%7B.",
                path + "?" + service("a"),
                path + "?" + service("b"),
                path + "?base=" + traceId(TRACE) + "&compare=" + traceId(TRACE) + "&left=" + traceId(TRACE) + "&right="
                        + traceId(TRACE),
                path);
    }

    /// What other systems' APIs take, about a tenant's service.
    private static String service(String tenant) {
        String service = mark(tenant) + "-back";
        long end = START / 1_000_000 + 60_000;
        return "service=" + service + "&serviceName=" + service + "&query.service_name=" + service
                + "&query.start_time_min=2026-11-22T10:00:00Z&query.start_time_max=2026-11-22T13:00:00Z&key="
                + mark(tenant)
                + ".key&quantile=0.95&groupByOperation=true&step=10000&ratePer=600000&endTs=" + end
                + "&lookback=600000&start=" + (START / 1_000 - 1) + "&end=" + end * 1_000 + "&traceIds="
                + traceId(TRACE)
                + "," + traceId(TRACE + 1);
    }

    private static Stream<String> answering() {
        return routes().stream().filter(route -> !OPEN.contains(route));
    }

    private static String all(String route, String tenant) {
        StringBuilder texts = new StringBuilder();
        requests(route).forEach(request -> {
            HttpResponse<String> answer = running.get(request, HEADER, tenant);
            // What a client asked for may be told to it again.
            String asked = request.contains(mark("b")) ? mark("b") + "-back" : "\0";
            texts.append(answer.body().replace(asked, "").replace(mark("b") + ".key", ""));
        });
        return texts.toString();
    }

    @Test
    void thereAreRoutes() {
        assertThat(routes())
                .hasSizeGreaterThan(40)
                .contains("/api/search", "/api/traces/{id}", "/zipkin/api/v2/traces");
    }

    @ParameterizedTest
    @MethodSource("answering")
    void noRouteShowsTheOthersSpans(String route) {
        assertThat(all(route, "a")).doesNotContain(mark("b"), "secret:of_b", "of-b");
    }

    @Test
    void mostRoutesShowTheOwnSpans() {
        List<String> silent = new ArrayList<>();
        for (String route : answering().toList()) {
            if (!WITHOUT_TEXTS.contains(route) && !all(route, "a").contains(mark("a"))) {
                silent.add(route);
            }
        }
        // Otherwise the test above says little.
        assertThat(silent)
                .as("routes that showed nothing at all")
                .hasSizeLessThanOrEqualTo(answering().toList().size() / 3);
        System.out.println("silent: " + silent);
    }

    @ParameterizedTest
    @MethodSource("answering")
    void withoutATenantThereIsNoAnswer(String route) {
        requests(route).forEach(request -> {
            HttpResponse<String> answer = running.get(request);
            assertThat(answer.statusCode()).as(request + ": " + answer.body()).isGreaterThanOrEqualTo(400);
            assertThat(answer.body()).doesNotContain("secret");
        });
        assertThat(running.get("/api/search").statusCode()).isEqualTo(401);
        assertThat(running.get("/api/search").body()).isEqualToIgnoringNewLines("no org id");
    }

    @Test
    void tracesAreComparedWithOnesOwn() {
        byte[] request = """
                {"base": {"traceId": "%s"}, "compare": {"traceId": "%s"}}""".formatted(traceId(TRACE), traceId(TRACE)).getBytes(StandardCharsets.UTF_8);
        URI diff = running.server.apiUrl().resolve("/api/v2/traces/diff");
        assertThat(running.post(diff, "application/json", request).statusCode()).isEqualTo(401);
        HttpResponse<String> own = running.post(diff, "application/json", request, HEADER, "a");
        assertThat(own.body()).contains("\"spanCountA\":2", "\"matchedSpans\":2");
        assertThat(running.post(diff, "application/json", request, HEADER, "unknown")
                        .statusCode())
                .isEqualTo(404);
    }

    @Test
    void streamsShowTheOwnSpansOnly() {
        try (GrpcClient a = new GrpcClient(running.server.apiUrl(), HEADER, "a");
                GrpcClient nobody = new GrpcClient(running.server.apiUrl(), HEADER, "")) {
            for (String method : List.of(
                    "Search",
                    "SearchTags",
                    "SearchTagsV2",
                    "SearchTagValues",
                    "SearchTagValuesV2",
                    "MetricsQueryRange",
                    "MetricsQueryInstant")) {
                byte[] request = message(method);
                GrpcClient.Call call = a.start("tempopb.StreamingQuerier/" + method, request);
                assertThat(call.ended()
                                .orTimeout(Deadline.SECONDS, TimeUnit.SECONDS)
                                .join())
                        .as(method)
                        .isEqualTo(Status.OK);
                String text = call.messages().stream()
                        .map(bytes -> new String(bytes, StandardCharsets.ISO_8859_1))
                        .reduce("", String::concat);
                assertThat(text).as(method).contains(mark("a")).doesNotContain(mark("b"));
                Status refused = nobody.start("tempopb.StreamingQuerier/" + method, request)
                        .ended()
                        .orTimeout(Deadline.SECONDS, TimeUnit.SECONDS)
                        .join();
                assertThat(refused.getCode()).as(method).isEqualTo(Status.Code.UNAUTHENTICATED);
                assertThat(refused.getDescription()).isEqualTo("no org id");
            }
        }
    }

    private static byte[] message(String method) {
        long seconds = START / 1_000_000_000;
        Message request = switch (method) {
            case "Search" ->
                TempoProto.of("SearchRequest", "query", "{}", "start", (int) seconds, "end", (int) seconds + 60);
            case "MetricsQueryRange" ->
                TempoProto.of(
                        "QueryRangeRequest",
                        "query",
                        "{} | rate() by (name)",
                        "start",
                        START,
                        "end",
                        START + 60_000_000_000L,
                        "step",
                        10_000_000_000L);
            case "MetricsQueryInstant" ->
                TempoProto.of(
                        "QueryInstantRequest",
                        "query",
                        "{} | rate() by (name)",
                        "start",
                        START,
                        "end",
                        START + 60_000_000_000L);
            case "SearchTags", "SearchTagsV2" -> TempoProto.of("SearchTagsRequest", "scope", "span");
            default ->
                TempoProto.of(
                        "SearchTagValuesRequest",
                        "tagName",
                        method.endsWith("V2") ? "resource.service.name" : "service.name");
        };
        return request.toByteArray();
    }

    @Test
    void aTailShowsTheOwnSpansOnly() throws Exception {
        URI url = running.server.apiUrl();
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(url.getHost(), url.getPort()));
            socket.setSoTimeout(Deadline.MILLIS);
            socket.getOutputStream()
                    .write(("GET /api/rubato/tail?q=%7B%7D HTTP/1.1\r\nhost: x\r\n" + HEADER + ": a\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            var lines = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
            await(lines, ": following");
            send(running, "b", TRACE + 1);
            send(running, "a", TRACE + 2);
            assertThat(await(lines, "data: ")).contains(mark("a")).doesNotContain(mark("b"));
        }
        assertThat(running.get("/api/rubato/tail?q=%7B%7D").statusCode()).isEqualTo(401);
    }

    private static String await(BufferedReader lines, String wanted) throws Exception {
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            assertThat(line).doesNotContain(mark("b"));
            if (line.contains(wanted)) {
                return line;
            }
        }
        throw new AssertionError("the tail ended before " + wanted);
    }

    @Test
    void figuresOfATenantAreToldToItAlone() {
        Await.until(
                "rules were evaluated",
                () -> running.get("/metrics", HEADER, "a").body().contains("secret:of_a{"));
        assertThat(running.get("/metrics", HEADER, "a").body())
                .contains(mark("a"))
                .doesNotContain("of_b", mark("b"));
        assertThat(running.get("/metrics").body())
                .contains("rubato_tenants 2", "rubato_tenant_spans{tenant=\"a\"}")
                .doesNotContain("secret:of_a", "secret:of_b", mark("a"), mark("b"));
        assertThat(running.get("/api/rubato/rules", HEADER, "a").body())
                .contains("of-a")
                .doesNotContain("of-b");
    }

    @Test
    void everyReceiverAsksForATenantAndKeepsToIt() {
        URI otlp = running.server.otlpHttpUrl().orElseThrow().resolve("/v1/traces");
        HttpResponse<String> refused =
                running.post(otlp, "application/json", "{\"resourceSpans\":[]}".getBytes(StandardCharsets.UTF_8));
        assertThat(refused.statusCode()).isEqualTo(401);
        assertThat(refused.body()).contains("\"message\":\"no org id\"");
        byte[] zipkin = ("[{\"traceId\":\"" + traceId(99) + "\",\"id\":\"0000000000000001\",\"name\":\"" + mark("z")
                        + "\",\"timestamp\":" + START / 1_000 + ",\"localEndpoint\":{\"serviceName\":\"z\"}}]")
                .getBytes(StandardCharsets.UTF_8);
        URI spans = running.server.zipkinUrl().orElseThrow().resolve("/api/v2/spans");
        assertThat(running.post(spans, "application/json", zipkin).statusCode()).isEqualTo(401);
        assertThat(running.post(spans, "application/json", zipkin, HEADER, "z").statusCode())
                .isEqualTo(202);
        assertThat(running.get("/zipkin/api/v2/trace/" + traceId(99), HEADER, "z")
                        .body())
                .contains(mark("z"));
        assertThat(running.get("/zipkin/api/v2/trace/" + traceId(99), HEADER, "a")
                        .statusCode())
                .isEqualTo(404);
        // An empty batch of an unnamed process.
        byte[] thrift = {12, 0, 1, 11, 0, 1, 0, 0, 0, 1, 'p', 0, 15, 0, 2, 12, 0, 0, 0, 0, 0};
        URI jaeger = URI.create(running.server.jaegerThriftUrl().orElseThrow() + "/api/traces");
        assertThat(running.post(jaeger, "application/x-thrift", thrift).statusCode())
                .isEqualTo(401);
        assertThat(export(running.server.otlpGrpcUrl().orElseThrow(), EXPORT, TenantSpans.request("g", 50), "g"))
                .isEqualTo(Status.Code.OK);
        assertThat(running.get("/api/traces/" + traceId(50), HEADER, "g").body())
                .contains(mark("g"));
        assertThat(running.get("/api/traces/" + traceId(50), HEADER, "a").statusCode())
                .isEqualTo(404);
        assertThat(export(running.server.otlpGrpcUrl().orElseThrow(), EXPORT, new byte[0], ""))
                .isEqualTo(Status.Code.UNAUTHENTICATED);
        assertThat(export(
                        running.server.jaegerGrpcUrl().orElseThrow(),
                        "jaeger.api_v2.CollectorService/PostSpans",
                        new byte[0],
                        ""))
                .isEqualTo(Status.Code.UNAUTHENTICATED);
    }

    private static Status.Code export(URI url, String method, byte[] request, String tenant) {
        try (GrpcClient client = new GrpcClient(url, HEADER, tenant)) {
            return client.start(method, request)
                    .ended()
                    .orTimeout(Deadline.SECONDS, TimeUnit.SECONDS)
                    .join()
                    .getCode();
        }
    }
}
