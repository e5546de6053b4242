package io.rubato.server;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.rubato.server.config.SecuritySettings;
import io.rubato.server.config.ServerConfig;
import io.rubato.server.config.TlsSettings;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a page of a foreign site can have a browser do on this machine.
class ForeignPagesTest {
    @TempDir
    private Path directory;

    private final MemoryStore store = new MemoryStore();

    @Test
    void aForeignNameThatPointsHereIsRefused() throws IOException {
        try (Running running = start(List.of("Traces.example"))) {
            List<URI> ports = List.of(
                    running.server.apiUrl(),
                    running.server.otlpHttpUrl().orElseThrow(),
                    running.server.zipkinUrl().orElseThrow(),
                    running.server.jaegerThriftUrl().orElseThrow());
            for (URI port : ports) {
                for (String host : List.of(
                        "evil.example",
                        "evil.example:3200",
                        "127.0.0.1.evil.example",
                        "localhost.evil.example",
                        "1.2.3",
                        "[::1].evil.example:80",
                        "evil.example.")) {
                    assertThat(ask(port, "/api/search", host)).as(host).startsWith("HTTP/1.1 403");
                }
                for (String host : List.of(
                        "localhost",
                        "localhost:3200",
                        "LOCALHOST.",
                        "127.0.0.1:1",
                        "[::1]:3200",
                        "[::1]",
                        "10.1.2.3",
                        "rubato",
                        "app.localhost",
                        "rubato.tracing.svc.cluster.local",
                        "traces.example",
                        "TRACES.EXAMPLE.:443")) {
                    assertThat(ask(port, "/api/search", host)).as(host).doesNotStartWith("HTTP/1.1 403");
                }
            }
            assertThat(ask(running.server.apiUrl(), "/ready", "balancer.example"))
                    .startsWith("HTTP/1.1 200");
        }
    }

    @Test
    void everyAnswerTellsBrowsersWhatNotToDo() throws IOException {
        try (Running running = start(List.of())) {
            for (String path : List.of("/api/search", "/api/echo", "/ready", "/nowhere", "/status", "/api/traces/x")) {
                HttpResponse<String> answer = running.get(path);
                assertThat(header(answer, "x-content-type-options")).as(path).isEqualTo("nosniff");
                assertThat(header(answer, "referrer-policy")).as(path).isEqualTo("no-referrer");
                assertThat(header(answer, "x-frame-options")).as(path).isEqualTo("DENY");
                assertThat(header(answer, "content-security-policy"))
                        .as(path)
                        .isEqualTo("default-src 'none'; frame-ancestors 'none'");
            }
            assertThat(ask(running.server.apiUrl(), "/api/search", "evil.example"))
                    .containsIgnoringCase("x-content-type-options: nosniff");
        }
    }

    @Test
    void spansAreNotTakenFromPagesOfOtherSites() {
        byte[] spans = "[{\"traceId\":\"a\",\"id\":\"b\",\"tags\":{\"x\":\"y\"}}]".getBytes(UTF_8);
        try (Running running = start(List.of())) {
            URI zipkin = running.server.zipkinUrl().orElseThrow();
            for (URI port : List.of(zipkin, running.server.apiUrl())) {
                URI url = port.resolve("/api/v2/spans");
                for (String origin : List.of("https://evil.example", "null", "http://127.0.0.1:1")) {
                    assertThat(running.post(url, "text/plain", spans, "origin", origin)
                                    .statusCode())
                            .isEqualTo(403);
                    assertThat(running.post(url, "application/json", spans, "origin", origin)
                                    .statusCode())
                            .isEqualTo(403);
                }
            }
            URI jaeger = running.server.jaegerThriftUrl().orElseThrow().resolve("/api/traces");
            assertThat(running.post(jaeger, "application/x-thrift", spans, "origin", "https://evil.example")
                            .statusCode())
                    .isEqualTo(403);
            assertThat(store.requests).isEmpty();
            URI url = zipkin.resolve("/api/v2/spans");
            assertThat(running.post(url, "text/plain", spans).statusCode()).isEqualTo(202);
            assertThat(running.post(url, "application/json", spans, "origin", "http://" + zipkin.getAuthority())
                            .statusCode())
                    .isEqualTo(202);
        }
    }

    private Running start(List<String> hosts) {
        ServerConfig config = Running.config(directory, "")
                .withSecurity(new SecuritySettings(
                        Optional.empty(), TlsSettings.DEFAULT, TlsSettings.DEFAULT, TlsSettings.DEFAULT, hosts));
        Running running = Running.over(config, () -> store);
        running.server.awaitReady();
        return running;
    }

    private static String header(HttpResponse<?> answer, String name) {
        return answer.headers().firstValue(name).orElse("none");
    }

    private static String ask(URI port, String path, String host) throws IOException {
        try (Socket socket = new Socket(port.getHost(), port.getPort())) {
            socket.setSoTimeout(10_000);
            String request = "GET " + path + " HTTP/1.1\r\nhost: " + host + "\r\nconnection: close\r\n\r\n";
            socket.getOutputStream().write(request.getBytes(US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), US_ASCII);
        }
    }
}
