package io.rubato.server;

import static io.rubato.server.TenantSpans.HEADER;
import static io.rubato.server.TenantSpans.mark;
import static io.rubato.server.TenantSpans.send;
import static io.rubato.server.TenantSpans.traceId;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grpc.Status;
import io.rubato.server.auth.Credential;
import io.rubato.server.auth.Right;
import io.rubato.server.auth.TokenHash;
import io.rubato.server.config.SecuritySettings;
import io.rubato.server.config.ServerConfig;
import io.rubato.server.config.SpanMetricsSettings;
import io.rubato.server.config.TenantSettings;
import io.rubato.server.config.TlsSettings;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a tenant may be called, may send and may keep, and who may act for it.
class TenantsTest {
    private static final String EXPORT = "opentelemetry.proto.collector.trace.v1.TraceService/Export";

    @TempDir
    private Path directory;

    private ServerConfig config(TenantSettings tenants) {
        return Running.config(directory.resolve("data"), "").withTenants(tenants);
    }

    private Running start() {
        return Running.with(config(TenantSettings.DEFAULT.on()));
    }

    private static HttpResponse<String> trace(Running running, String tenants, int trace) {
        return running.get("/api/traces/" + traceId(trace), HEADER, tenants);
    }

    @Test
    void namesThatCannotBeAreRefused() throws Exception {
        try (Running running = start()) {
            for (String name :
                    List.of("../../etc", "a/b", "a\\b", "..", ".", "a b", "%2e%2e", "x".repeat(151), "a:b")) {
                HttpResponse<String> asked = running.get("/api/search", HEADER, name);
                assertThat(asked.statusCode()).as(name).isEqualTo(400);
                assertThat(asked.body()).as(name).startsWith("tenant ID ").hasLineCount(1);
                assertThat(send(running, name, 1).statusCode()).as(name).isEqualTo(400);
            }
            assertThat(running.get("/api/search", HEADER, "a/b").body())
                    .isEqualToIgnoringNewLines("tenant ID 'a/b' contains unsupported character '/'");
            // Several may be read, not written.
            assertThat(send(running, "a|b", 1).statusCode()).isEqualTo(400);
            assertThat(running.get("/api/search", HEADER, "a||b").statusCode()).isEqualTo(400);
            assertThat(send(running, "it's-(ok)_!*.x", 1).statusCode()).isEqualTo(200);
            assertThat(tenantDirectories()).containsExactly("it's-(ok)_!*.x");
        }
        assertThat(directory).isDirectoryNotContaining(path -> !path.endsWith("data"));
    }

    private List<String> tenantDirectories() throws IOException {
        Path tenants = directory.resolve("data/tenants");
        if (!Files.exists(tenants)) {
            return List.of();
        }
        try (Stream<Path> found = Files.list(tenants)) {
            return found.map(path -> path.getFileName().toString()).sorted().toList();
        }
    }

    @Test
    void aHeaderOfAMegabyteIsRefused() throws Exception {
        try (Running running = start()) {
            for (URI url : List.of(
                    running.server.apiUrl(), running.server.otlpHttpUrl().orElseThrow())) {
                String answer = bare(
                        url,
                        "GET /api/search HTTP/1.1\r\nhost: x\r\n" + HEADER + ": " + "x".repeat(1 << 20) + "\r\n\r\n");
                assertThat(answer).startsWith("HTTP/1.1 431 ");
            }
            try (GrpcClient client =
                    new GrpcClient(running.server.otlpGrpcUrl().orElseThrow(), HEADER, "x".repeat(1 << 20))) {
                Status refused = client.start(EXPORT, TenantSpans.request("x", 1))
                        .ended()
                        .orTimeout(Deadline.SECONDS, TimeUnit.SECONDS)
                        .join();
                assertThat(refused.isOk()).isFalse();
            }
            assertThat(send(running, "a", 1).statusCode()).isEqualTo(200);
        }
    }

    private static String bare(URI url, String request) throws IOException {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(url.getHost(), url.getPort()));
            socket.setSoTimeout(Deadline.MILLIS);
            try {
                socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            } catch (IOException e) {
                // It need not read on to the end.
            }
            byte[] first = socket.getInputStream().readNBytes(13);
            return new String(first, StandardCharsets.US_ASCII);
        }
    }

    @Test
    void severalAreReadAsOne() {
        try (Running running = start()) {
            send(running, "a", 1);
            send(running, "b", 1);
            send(running, "b", 2);
            send(running, "c", 3);
            assertThat(trace(running, "a|b", 1).body()).contains(mark("a"), mark("b"));
            assertThat(trace(running, "a|b", 3).statusCode()).isEqualTo(404);
            // As the web page asks.
            assertThat(running.get("/api/traces/" + traceId(1), "cookie", "x=y; rubato-tenant=a|b")
                            .body())
                    .contains(mark("a"), mark("b"));
            assertThat(running.get("/api/search?q=%7B%7D&spss=9", HEADER, "b|a|b|nobody")
                            .body())
                    .contains(mark("a"), mark("b"))
                    .contains("\"matched\":4", "\"matched\":2")
                    .doesNotContain(mark("c"));
            assertThat(running.get("/api/rubato/status", HEADER, "a|b").body()).contains("\"spans\":6");
        }
        TenantSettings single = new TenantSettings(true, 100, false, Optional.empty(), 0, 0);
        try (Running running = Running.with(config(single))) {
            HttpResponse<String> refused = running.get("/api/search", HEADER, "a|b");
            assertThat(refused.statusCode()).isEqualTo(400);
            assertThat(refused.body()).isEqualToIgnoringNewLines("multi-tenant query unsupported");
            // What was taken in before the restart is there.
            assertThat(trace(running, "b", 2).body()).contains(mark("b"));
        }
    }

    @Test
    void aStoreThatCannotBeOpenedHarmsNoOtherTenant() throws Exception {
        try (Running running = start()) {
            send(running, "a", 1);
            send(running, "b", 1);
        }
        Path blocks = directory.resolve("data/tenants/b/blocks");
        Files.move(blocks, blocks.resolveSibling("moved"));
        Files.writeString(blocks, "no directory");
        try (Running running = start()) {
            assertThat(trace(running, "a", 1).body()).contains(mark("a"));
            assertThat(trace(running, "b", 1).statusCode()).isEqualTo(503);
            HttpResponse<String> refused = send(running, "b", 2);
            assertThat(refused.statusCode()).isEqualTo(503);
            assertThat(refused.body()).contains("the store of tenant 'b' could not be opened");
        }
        Files.move(directory.resolve("data/tenants/a"), directory.resolve("a"));
        assertThatThrownBy(this::start).isInstanceOf(StartException.class).hasMessageContaining("tenant 'b': ");
    }

    @Test
    void questionsMakeNoTenants() throws Exception {
        try (Running running = start()) {
            assertThat(running.get("/api/search", HEADER, "nobody").body()).contains("\"traces\":[]");
            assertThat(trace(running, "nobody", 1).statusCode()).isEqualTo(404);
            assertThat(tenantDirectories()).isEmpty();
        }
    }

    @Test
    void thereAreNoMoreTenantsThanThereMayBe() throws Exception {
        TenantSettings two = new TenantSettings(true, 2, true, Optional.empty(), 0, 0);
        try (Running running = Running.with(config(two))) {
            assertThat(send(running, "a", 1).statusCode()).isEqualTo(200);
            assertThat(send(running, "b", 1).statusCode()).isEqualTo(200);
            HttpResponse<String> third = send(running, "c", 1);
            assertThat(third.statusCode()).isEqualTo(429);
            assertThat(send(running, "a", 2).statusCode()).isEqualTo(200);
            assertThat(tenantDirectories()).containsExactly("a", "b");
            assertThat(running.get("/metrics").body())
                    .contains("rubato_receiver_refused_total{reason=\"too_many_tenants\"} 1");
        }
    }

    @Test
    void whatWasStoredWithoutTenantsIsOneTenants() {
        try (Running running = Running.with(config(TenantSettings.DEFAULT))) {
            send(running, "whoever", 1);
        }
        try (Running running = start()) {
            assertThat(trace(running, "single-tenant", 1).body()).contains(mark("whoever"));
            assertThat(trace(running, "whoever", 1).statusCode()).isEqualTo(404);
        }
    }

    @Test
    void overridesBoundTenantsAndAreReadAgain() throws Exception {
        Path file = directory.resolve("overrides.yaml");
        Files.writeString(file, """
                overrides:
                  slow:
                    ingestion:
                      rate_limit_bytes: 100
                      burst_size_bytes: 100
                    read:
                      max_search_duration: 1h
                  old:
                    max_search_duration: 2h
                    max_bytes_per_trace: 10
                    ingestion_max_attribute_bytes: 8
                """);
        TenantSettings tenants = new TenantSettings(true, 100, true, Optional.of(file), 0, 0);
        try (Running running = Running.with(config(tenants))) {
            assertThat(send(running, "slow", 1).statusCode()).isEqualTo(200);
            HttpResponse<String> refused = send(running, "slow", 2);
            assertThat(refused.statusCode()).isEqualTo(429);
            assertThat(refused.headers().firstValue("retry-after")).isPresent();
            assertThat(send(running, "other", 1).statusCode()).isEqualTo(200);
            assertThat(send(running, "other", 2).statusCode()).isEqualTo(200);
            try (GrpcClient client = new GrpcClient(running.server.otlpGrpcUrl().orElseThrow(), HEADER, "slow")) {
                Status status = client.start(EXPORT, TenantSpans.request("slow", 3))
                        .ended()
                        .orTimeout(Deadline.SECONDS, TimeUnit.SECONDS)
                        .join();
                assertThat(status.getCode()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
                assertThat(status.getDescription()).startsWith("RATE_LIMITED: tenant 'slow'");
            }
            String range = "/api/search?q=%7B%7D&start=1000000&end=1007300";
            assertThat(running.get(range, HEADER, "slow").body()).contains("exceeds 1h");
            assertThat(running.get(range, HEADER, "old").body()).contains("exceeds 2h");
            assertThat(running.get(range, HEADER, "other").statusCode()).isEqualTo(200);
            assertThat(running.get(range, HEADER, "other|slow").body()).contains("exceeds 1h");

            assertThat(send(running, "old", 4).body()).contains("refused 2 spans");
            Files.writeString(file, "overrides:\n  '*':\n    max_bytes_per_trace: 10\n");
            Await.until(
                    "the file was read again",
                    () -> running.get(range, HEADER, "slow").statusCode() == 200);
            assertThat(send(running, "slow", 5).statusCode()).isEqualTo(200);
            assertThat(trace(running, "slow", 1).statusCode()).isEqualTo(422);
            Files.writeString(file, "overrides:\n  slow:\n    max_bytes_per_trace: much\n");
            assertThat(trace(running, "slow", 1).statusCode()).isEqualTo(422);
        }
    }

    @Test
    void wrongOverridesStopTheStart() throws Exception {
        Path file = directory.resolve("overrides.yaml");
        TenantSettings tenants = new TenantSettings(true, 100, true, Optional.of(file), 0, 0);
        assertThatThrownBy(() -> Running.with(config(tenants)))
                .isInstanceOf(StartException.class)
                .hasMessageContaining("no such file");
        Files.writeString(file, "overrides:\n  a:\n    ingestion:\n      rate_limit_bytes: fast\n");
        assertThatThrownBy(() -> Running.with(config(tenants)))
                .isInstanceOf(StartException.class)
                .hasMessage("tenants.overrides_file: " + file
                        + ":4: overrides.a.ingestion.rate_limit_bytes is 'fast', expected a size in bytes,"
                        + " such as 15000000 or 64MiB");
        Files.writeString(file, "overrides:\n  a/b: {}\n");
        assertThatThrownBy(() -> Running.with(config(tenants)))
                .isInstanceOf(StartException.class)
                .hasMessageEndingWith(":2: overrides: 'a/b' cannot be a tenant");
    }

    @Test
    void spanMetricsAreATenantsOwn() {
        SpanMetricsSettings usual = SpanMetricsSettings.DEFAULT;
        SpanMetricsSettings often = new SpanMetricsSettings(
                true,
                usual.processors(),
                Duration.ofMillis(50),
                Duration.ofMillis(50),
                usual.maxSeries(),
                usual.spans(),
                usual.graph(),
                usual.remoteWrite());
        try (Running running = Running.with(config(TenantSettings.DEFAULT.on()).withSpanMetrics(often))) {
            URI otlp = running.server.otlpHttpUrl().orElseThrow().resolve("/v1/traces");
            // What ended before a tenant was counted for the first time is not counted.
            int[] trace = {1};
            Await.until("spans were counted", () -> {
                long now = System.currentTimeMillis() * 1_000_000;
                for (String tenant : List.of("a", "b")) {
                    byte[] request = TenantSpans.request(tenant, trace[0]++ % 100, now);
                    running.post(otlp, "application/x-protobuf", request, HEADER, tenant);
                }
                return running.get("/metrics", HEADER, "a").body().contains("traces_spanmetrics_calls_total{");
            });
            assertThat(running.get("/metrics", HEADER, "a").body())
                    .contains("span_name=\"" + mark("a") + "-operation\"")
                    .doesNotContain(mark("b"));
            assertThat(running.get("/metrics").body()).doesNotContain(mark("a"), mark("b"));
            assertThat(directory.resolve("data/tenants/b/span-metrics")).exists();
        }
    }

    @Test
    void credentialsMayBeForSomeTenantsOnly() throws Exception {
        Path file = directory.resolve("auth.conf");
        Files.write(
                file,
                List.of(
                        new Credential.Token("of-a", EnumSet.allOf(Right.class), TokenHash.of("ta"), Set.of("a"))
                                .line(),
                        new Credential.Token("of-ab", EnumSet.allOf(Right.class), TokenHash.of("tab"), Set.of("a", "b"))
                                .line(),
                        new Credential.Token("of-all", EnumSet.allOf(Right.class), TokenHash.of("tall")).line()));
        ServerConfig config = config(TenantSettings.DEFAULT.on())
                .withSecurity(new SecuritySettings(
                        Optional.of(file), TlsSettings.DEFAULT, TlsSettings.DEFAULT, TlsSettings.DEFAULT));
        try (Running running = Running.with(config)) {
            URI otlp = running.server.otlpHttpUrl().orElseThrow().resolve("/v1/traces");
            for (String tenant : List.of("a", "b", "c")) {
                assertThat(running.post(
                                        otlp,
                                        "application/x-protobuf",
                                        TenantSpans.request(tenant, 1),
                                        HEADER,
                                        tenant,
                                        "authorization",
                                        "Bearer tall")
                                .statusCode())
                        .isEqualTo(200);
            }
            String path = "/api/traces/" + traceId(1);
            HttpResponse<String> other = running.get(path, HEADER, "b", "authorization", "Bearer ta");
            assertThat(other.statusCode()).isEqualTo(403);
            assertThat(other.body()).isEqualToIgnoringNewLines("'of-a' may not act for this tenant");
            assertThat(running.get(path, HEADER, "a|b", "authorization", "Bearer ta")
                            .statusCode())
                    .isEqualTo(403);
            // Who may act for one only need not name it.
            assertThat(running.get(path, "authorization", "Bearer ta").body())
                    .contains(mark("a"))
                    .doesNotContain(mark("b"), mark("c"));
            assertThat(running.get(path, HEADER, "a|b", "authorization", "Bearer tab")
                            .body())
                    .contains(mark("a"), mark("b"))
                    .doesNotContain(mark("c"));
            assertThat(running.get(path, "authorization", "Bearer tab").statusCode())
                    .isEqualTo(401);
            assertThat(export(running, "ta", "b")).isEqualTo(Status.Code.PERMISSION_DENIED);
            assertThat(export(running, "ta", "a")).isEqualTo(Status.Code.OK);
            assertThat(export(running, "ta", "")).isEqualTo(Status.Code.OK);
            assertThat(export(running, "tall", "")).isEqualTo(Status.Code.UNAUTHENTICATED);
        }
    }

    private static Status.Code export(Running running, String token, String tenant) {
        try (GrpcClient client = new GrpcClient(
                running.server.otlpGrpcUrl().orElseThrow(), HEADER, tenant, "authorization", "Bearer " + token)) {
            return client.start(EXPORT, TenantSpans.request("a", 9))
                    .ended()
                    .orTimeout(Deadline.SECONDS, TimeUnit.SECONDS)
                    .join()
                    .getCode();
        }
    }
}
