package io.rubato.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.Status;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.rubato.server.auth.Credential;
import io.rubato.server.auth.Right;
import io.rubato.server.auth.TokenHash;
import io.rubato.server.config.SecuritySettings;
import io.rubato.server.config.ServerConfig;
import io.rubato.server.config.ServerSettings;
import io.rubato.server.config.TlsSettings;
import io.rubato.server.internal.http.OpenPort;
import io.rubato.server.internal.route.Access;
import java.io.IOException;
import java.io.InputStream;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Each route of each port, with each method and each kind of token, over real sockets.
class RouteRightsTest {
    private static final List<String> METHODS = List.of("GET", "HEAD", "POST", "PUT", "DELETE", "PATCH", "OPTIONS");
    private static final Set<String> HTTP_RECEIVERS = Set.of(OpenPorts.OTLP_HTTP, OpenPorts.JAEGER_THRIFT);
    private static final Set<String> GRPC_RECEIVERS = Set.of(OpenPorts.OTLP_GRPC, OpenPorts.JAEGER_GRPC);
    private static final byte[] BODY =
            ExportTraceServiceRequest.getDefaultInstance().toByteArray();

    @TempDir
    private Path directory;

    private final MemoryStore store = new MemoryStore();
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private @Nullable Running started;

    /// Who asks.
    ///
    /// @param authorization empty for nobody
    private record Asking(String authorization, Set<Right> rights) {}

    private static final List<Asking> ALL = List.of(
            new Asking("", Set.of()),
            new Asking("Bearer unknown", Set.of()),
            new Asking("Bearer sender", EnumSet.of(Right.INGEST)),
            new Asking("Bearer reader", EnumSet.of(Right.QUERY)));

    @BeforeEach
    void start() throws Exception {
        Path file = directory.resolve("auth.conf");
        List<String> lines = new ArrayList<>();
        for (Asking who : ALL) {
            if (!who.rights().isEmpty()) {
                String token = who.authorization().substring("Bearer ".length());
                lines.add(new Credential.Token(token, who.rights(), TokenHash.of(token)).line());
            }
        }
        Files.write(file, lines);
        SecuritySettings security =
                new SecuritySettings(Optional.of(file), TlsSettings.DEFAULT, TlsSettings.DEFAULT, TlsSettings.DEFAULT);
        started = Running.over(withAllPorts(Running.config(directory, "/tempo")).withSecurity(security), () -> store);
        running().server.awaitReady();
    }

    private static ServerConfig withAllPorts(ServerConfig config) throws IOException {
        ServerSettings server = config.server();
        return new ServerConfig(
                new ServerSettings(
                        server.httpListenAddress(),
                        server.httpListenPort(),
                        freePort(),
                        freePort(),
                        server.httpPathPrefix(),
                        server.gracefulShutdownTimeout(),
                        server.logLevel(),
                        server.logFormat()),
                config.receivers(),
                config.limits(),
                config.storage(),
                config.head(),
                config.compaction(),
                config.retention(),
                config.query(),
                config.rules(),
                config.spanMetrics(),
                config.security(),
                config.tenants());
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    @AfterEach
    void stop() {
        client.close();
        running().close();
    }

    private Running running() {
        return Objects.requireNonNull(started);
    }

    /// What the documents promise, not what routes declare.
    private static Access promised(String port, String path) {
        String bare = path.startsWith("/tempo/") ? path.substring("/tempo".length()) : path;
        if (bare.equals("/ready") || bare.equals("/health") || bare.startsWith("/grpc.health.v1.Health/")) {
            return Access.OPEN;
        }
        if (HTTP_RECEIVERS.contains(port) || GRPC_RECEIVERS.contains(port)) {
            return Access.INGEST;
        }
        String zipkin = bare.startsWith("/zipkin/") ? bare.substring("/zipkin".length()) : bare;
        return zipkin.equals("/api/v2/spans") || zipkin.equals("/api/v1/spans") ? Access.INGEST_BY_POST : Access.QUERY;
    }

    @Test
    void everyRouteAsksForTheRightThatItDeclares() {
        Map<String, OpenPort> ports = running().server.portsByName();
        assertThat(ports.keySet())
                .containsExactlyInAnyOrder(
                        OpenPorts.API,
                        OpenPorts.QUERY_GRPC,
                        OpenPorts.OTLP_GRPC,
                        OpenPorts.OTLP_HTTP,
                        OpenPorts.ZIPKIN,
                        OpenPorts.JAEGER_QUERY,
                        OpenPorts.JAEGER_GRPC,
                        OpenPorts.JAEGER_THRIFT);
        ports.forEach((name, port) -> port.routes().forEach((path, declared) -> {
            assertThat(declared).as("%s %s", name, path).isEqualTo(promised(name, path));
            URI url = URI.create("http://127.0.0.1:" + port.port() + concrete(path));
            if (GRPC_RECEIVERS.contains(name)) {
                ALL.forEach(who -> callsOrNot(url, declared, who));
            } else {
                List<String> methods = path.startsWith("/tempo/") ? List.of("GET", "POST") : METHODS;
                methods.forEach(method -> ALL.forEach(who -> asksOrNot(url, method, declared, who)));
            }
        }));
    }

    /// A path that a pattern matches.
    private static String concrete(String pattern) {
        return pattern.replaceAll("[:{]\\w+}?", "1")
                .replace("^", "")
                .replace("$", "")
                .replace("\\Q", "")
                .replace("\\E", "")
                .replace(".+", "name")
                .replaceAll("\\*+", "nowhere");
    }

    private void asksOrNot(URI url, String method, Access declared, Asking who) {
        Optional<Right> needed = declared.needed(com.linecorp.armeria.common.HttpMethod.valueOf(method));
        int taken = store.requests.size();
        int status = ask(url, method, who);
        String what = method + " " + url + " of '" + who.authorization() + "'";
        if (needed.isEmpty() || who.rights().contains(needed.get())) {
            assertThat(status).as(what).isNotIn(401, 403);
        } else {
            assertThat(status).as(what).isEqualTo(who.rights().isEmpty() ? 401 : 403);
            assertThat(store.requests).as(what).hasSize(taken);
        }
    }

    private int ask(URI url, String method, Asking who) {
        HttpRequest.Builder request = HttpRequest.newBuilder(url)
                .header("content-type", "application/x-protobuf")
                .method(
                        method,
                        method.startsWith("P")
                                ? HttpRequest.BodyPublishers.ofByteArray(BODY)
                                : HttpRequest.BodyPublishers.noBody());
        if (!who.authorization().isEmpty()) {
            request.header("authorization", who.authorization());
        }
        try {
            HttpResponse<InputStream> answer = client.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
            answer.body().close();
            return answer.statusCode();
        } catch (IOException e) {
            throw new AssertionError(method + " " + url, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    private static void callsOrNot(URI url, Access declared, Asking who) {
        Optional<Right> needed = declared.needed(com.linecorp.armeria.common.HttpMethod.POST);
        String[] metadata =
                who.authorization().isEmpty() ? new String[0] : new String[] {"authorization", who.authorization()};
        try (GrpcClient grpc = new GrpcClient(url, metadata)) {
            Status.Code code = grpc.start(url.getPath().substring(1), new byte[0])
                    .ended()
                    .join()
                    .getCode();
            boolean allowed = needed.isEmpty() || who.rights().contains(needed.get());
            Status.Code expected = allowed
                    ? Status.Code.OK
                    : who.rights().isEmpty() ? Status.Code.UNAUTHENTICATED : Status.Code.PERMISSION_DENIED;
            assertThat(code).as("%s of '%s'", url, who.authorization()).isEqualTo(expected);
        }
    }

    @Test
    void anIngestTokenReadsNothingByJaegersSearch() {
        URI jaeger = URI.create("http://127.0.0.1:"
                + Objects.requireNonNull(running().server.portsByName().get(OpenPorts.JAEGER_QUERY))
                        .port()
                + "/api/traces");
        assertThat(ask(jaeger, "POST", new Asking("Bearer sender", Set.of()))).isEqualTo(403);
    }

    @Test
    void aQueryTokenWritesNothingUnderZipkinsPrefix() {
        for (String prefix : List.of("", "/tempo")) {
            URI spans = running().server.apiUrl().resolve(prefix + "/zipkin/api/v2/spans");
            HttpResponse<String> answer = running()
                    .post(
                            spans,
                            "application/json",
                            "[{\"traceId\":\"1\",\"id\":\"2\"}]".getBytes(java.nio.charset.StandardCharsets.UTF_8),
                            "authorization",
                            "Bearer reader");
            assertThat(answer.statusCode()).as(prefix).isEqualTo(403);
            assertThat(store.requests).isEmpty();
        }
    }
}
