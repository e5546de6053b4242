package io.rubato.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grpc.Status;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.exporter.otlp.trace.OtlpGrpcSpanExporter;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.rubato.server.auth.Credential;
import io.rubato.server.auth.PasswordHash;
import io.rubato.server.auth.Right;
import io.rubato.server.auth.TokenHash;
import io.rubato.server.config.SecuritySettings;
import io.rubato.server.config.TlsSettings;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Who is let in, over real sockets.
class AuthTest {
    private static final String EXPORT = "opentelemetry.proto.collector.trace.v1.TraceService/Export";
    private static final String SENDER = "Bearer rbt_sender";
    private static final String READER = "Bearer rbt_reader";

    @TempDir
    private Path directory;

    private final MemoryStore store = new MemoryStore();
    private Path file = Path.of("");
    private @Nullable Running started;

    @BeforeEach
    void start() throws Exception {
        file = directory.resolve("auth.conf");
        Files.write(
                file,
                List.of(
                        "# who may",
                        "",
                        new Credential.Token("sender", EnumSet.of(Right.INGEST), TokenHash.of("rbt_sender")).line(),
                        new Credential.Token("reader", EnumSet.of(Right.QUERY), TokenHash.of("rbt_reader")).line(),
                        new Credential.User("ada", EnumSet.allOf(Right.class), PasswordHash.of("pass:wörd", 10_000))
                                .line()));
        SecuritySettings security =
                new SecuritySettings(Optional.of(file), TlsSettings.DEFAULT, TlsSettings.DEFAULT, TlsSettings.DEFAULT);
        started = Running.over(Running.config(directory, "/tempo").withSecurity(security), () -> store);
        running().server.awaitReady();
    }

    @AfterEach
    void stop() {
        running().close();
    }

    private Running running() {
        return Objects.requireNonNull(started);
    }

    private static String basic(String user, String password) {
        return "Basic " + Base64.getEncoder().encodeToString((user + ":" + password).getBytes(UTF_8));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "/api/echo",
                "/api/search",
                "/tempo/api/search",
                "/api/rubato/status",
                "/metrics",
                "/status",
                "/jaeger/api/services",
                "/api/v2/services",
                "/nowhere",
                "/ready/",
                "/api/traces/1?/ready"
            })
    void withoutCredentialsEverythingIs401(String path) {
        HttpResponse<String> answer = running().get(path);
        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(answer.headers().allValues("www-authenticate"))
                .containsExactly("Basic realm=\"Rubato\", charset=\"UTF-8\"", "Bearer realm=\"Rubato\"");
        assertThat(answer.body()).startsWith("authentication needed").hasLineCount(1);
    }

    @Test
    void readinessAndHealthAreOpen() {
        assertThat(running().get("/ready").statusCode()).isEqualTo(200);
        assertThat(running().get("/tempo/ready").statusCode()).isEqualTo(200);
        for (URI url : List.of(
                running().server.apiUrl(), running().server.otlpGrpcUrl().orElseThrow())) {
            try (GrpcClient client = new GrpcClient(url)) {
                assertThat(client.start("grpc.health.v1.Health/Check", new byte[0])
                                .ended()
                                .join())
                        .isEqualTo(Status.OK);
            }
        }
    }

    @Test
    void tokensAllowWhatTheyMay() {
        assertThat(running().get("/api/echo", "authorization", READER).statusCode())
                .isEqualTo(200);
        assertThat(running().get("/", "authorization", READER).statusCode()).isNotEqualTo(401);
        HttpResponse<String> sender = running().get("/api/echo", "authorization", SENDER);
        assertThat(sender.statusCode()).isEqualTo(403);
        assertThat(sender.body()).isEqualTo("'sender' may not query\n");
        HttpResponse<String> nobody = running().get("/api/echo", "authorization", "Bearer rbt_nobody");
        assertThat(nobody.statusCode()).isEqualTo(401);
        assertThat(nobody.body()).isEqualTo("unknown token\n");

        assertThat(post(SENDER).statusCode()).isEqualTo(200);
        assertThat(post(READER).statusCode()).isEqualTo(403);
        assertThat(post("").statusCode()).isEqualTo(401);
        assertThat(store.requests).hasSize(1);
        assertThat(running().get("/metrics", "authorization", READER).body())
                .contains("rubato_auth_refused_total{reason=\"forbidden\"} 2");
    }

    private HttpResponse<String> post(String authorization) {
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        running().server.otlpHttpUrl().orElseThrow().resolve("/v1/traces"))
                .header("content-type", "application/x-protobuf")
                .POST(HttpRequest.BodyPublishers.ofByteArray(body()));
        if (!authorization.isEmpty()) {
            request.header("authorization", authorization);
        }
        return send(request.build());
    }

    private static HttpResponse<String> send(HttpRequest request) {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private static byte[] body() {
        return ExportTraceServiceRequest.getDefaultInstance().toByteArray();
    }

    @Test
    void passwordsAreChecked() {
        assertThat(running()
                        .get("/api/echo", "authorization", basic("ada", "pass:wörd"))
                        .statusCode())
                .isEqualTo(200);
        assertThat(running()
                        .get("/api/echo", "authorization", basic("ada", "pass:wörd"))
                        .statusCode())
                .isEqualTo(200);
        for (String wrong : List.of(basic("ada", "pass:word"), basic("ada", ""), basic("eve", "pass:wörd"))) {
            HttpResponse<String> answer = running().get("/api/echo", "authorization", wrong);
            assertThat(answer.statusCode()).isEqualTo(401);
            assertThat(answer.body()).isEqualTo("wrong user or password\n");
        }
        for (String malformed : List.of("Basic ?", "Basic YQ==", "basic", "Digest a=b", "Bearer", "Bearer ")) {
            assertThat(running().get("/api/echo", "authorization", malformed).statusCode())
                    .as(malformed)
                    .isEqualTo(401);
        }
        assertThat(post(basic("ada", "pass:wörd")).statusCode()).isEqualTo(200);
    }

    @Test
    void grpcSaysUnauthenticated() {
        URI otlp = running().server.otlpGrpcUrl().orElseThrow();
        assertThat(call(otlp, EXPORT)).isEqualTo(Status.Code.UNAUTHENTICATED);
        assertThat(call(otlp, EXPORT, "authorization", "Bearer x")).isEqualTo(Status.Code.UNAUTHENTICATED);
        assertThat(call(otlp, EXPORT, "authorization", READER)).isEqualTo(Status.Code.PERMISSION_DENIED);
        assertThat(call(otlp, EXPORT, "authorization", basic("ada", "no"))).isEqualTo(Status.Code.UNAUTHENTICATED);
        assertThat(store.requests).isEmpty();
        assertThat(call(otlp, EXPORT, "authorization", SENDER)).isEqualTo(Status.Code.OK);
        assertThat(call(otlp, EXPORT, "authorization", basic("ada", "pass:wörd")))
                .isEqualTo(Status.Code.OK);
        assertThat(store.requests).hasSize(2);

        String search = "tempopb.StreamingQuerier/SearchTagsV2";
        URI api = running().server.apiUrl();
        assertThat(call(api, search)).isEqualTo(Status.Code.UNAUTHENTICATED);
        assertThat(call(api, search, "authorization", SENDER)).isEqualTo(Status.Code.PERMISSION_DENIED);
        assertThat(call(api, search, "authorization", READER)).isEqualTo(Status.Code.OK);
        assertThat(call(api, search, "authorization", basic("ada", "pass:wörd")))
                .isEqualTo(Status.Code.OK);
    }

    private static Status.Code call(URI url, String method, String... metadata) {
        try (GrpcClient client = new GrpcClient(url, metadata)) {
            return client.start(method, new byte[0]).ended().join().getCode();
        }
    }

    @Test
    void exportersSendTheirToken() {
        String grpc = running().server.otlpGrpcUrl().orElseThrow().toString();
        String http = running().server.otlpHttpUrl().orElseThrow() + "/v1/traces";
        try (var exporter = OtlpGrpcSpanExporter.builder()
                .setEndpoint(grpc)
                .addHeader("authorization", SENDER)
                .build()) {
            assertThat(Spans.export(exporter)).isTrue();
        }
        try (var exporter = OtlpHttpSpanExporter.builder()
                .setEndpoint(http)
                .addHeader("authorization", SENDER)
                .build()) {
            assertThat(Spans.export(exporter)).isTrue();
        }
        assertThat(store.requests).hasSize(2);
        try (var exporter = OtlpGrpcSpanExporter.builder().setEndpoint(grpc).build()) {
            assertThat(Spans.export(exporter)).isFalse();
        }
    }

    @Test
    void aChangedFileCountsAndABrokenOneDoesNot() throws Exception {
        assertThat(running().get("/api/echo", "authorization", "Bearer new").statusCode())
                .isEqualTo(401);
        String added = new Credential.Token("new", EnumSet.of(Right.QUERY), TokenHash.of("new")).line();
        Files.writeString(file, added + "\n");
        Await.until(
                "the new token is known",
                () -> running().get("/api/echo", "authorization", "Bearer new").statusCode() == 200);
        assertThat(running().get("/api/echo", "authorization", READER).statusCode())
                .isEqualTo(401);
        try (Logged logged = new Logged("io.rubato")) {
            Files.writeString(file, added + "\ntoken reader everything x\n");
            Await.until("the change was seen", () -> {
                running().get("/api/echo", "authorization", "Bearer new");
                return logged.messages().stream()
                        .anyMatch(message -> message.contains(
                                "auth.conf:2: rights are 'everything', expected ingest, query or ingest,query"));
            });
        }
        assertThat(running().get("/api/echo", "authorization", "Bearer new").statusCode())
                .isEqualTo(200);
    }

    @Test
    void aPageMayAskWhetherItMaySend() {
        HttpResponse<String> answer = send(HttpRequest.newBuilder(
                        running().server.otlpHttpUrl().orElseThrow().resolve("/v1/traces"))
                .header("origin", "https://shop.example")
                .header("access-control-request-method", "POST")
                .method("OPTIONS", HttpRequest.BodyPublishers.noBody())
                .build());
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("access-control-allow-origin")).hasValue("https://shop.example");
        HttpResponse<String> api =
                send(HttpRequest.newBuilder(running().server.apiUrl().resolve("/api/search"))
                        .header("origin", "https://shop.example")
                        .header("access-control-request-method", "POST")
                        .method("OPTIONS", HttpRequest.BodyPublishers.noBody())
                        .build());
        assertThat(api.statusCode()).isEqualTo(401);
    }

    @Test
    void aFileThatCannotBeUsedStopsTheStart() throws Exception {
        Path bad = Files.writeString(directory.resolve("bad"), "token a ingest plain\n");
        for (Path each : List.of(bad, directory.resolve("absent"))) {
            SecuritySettings security = new SecuritySettings(
                    Optional.of(each), TlsSettings.DEFAULT, TlsSettings.DEFAULT, TlsSettings.DEFAULT);
            assertThatThrownBy(() ->
                            RubatoServer.start(Running.config(directory, "").withSecurity(security), MemoryStore::new))
                    .isInstanceOf(StartException.class)
                    .hasMessageStartingWith("auth.file: " + each)
                    .hasMessageNotContaining("\n");
        }
    }
}
