package io.rubato.server.internal.prometheus;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpServer;
import io.rubato.server.Await;
import io.rubato.server.config.RemoteWriteSettings;
import io.rubato.server.config.RemoteWriteSettings.Credentials;
import io.rubato.server.config.RemoteWriteSettings.Histograms;
import io.rubato.server.internal.metrics.Registry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Requests as the other side sees them.
class RemoteWriteTest {
    private final List<Headers> requests = new CopyOnWriteArrayList<>();
    private final Registry registry = new Registry();
    private HttpServer server;

    @TempDir
    Path directory;

    @BeforeEach
    void listen() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        // Whoever says nothing of himself has to come again.
        server.createContext("/", exchange -> {
            exchange.getRequestBody().readAllBytes();
            boolean known = exchange.getRequestHeaders().containsKey("authorization");
            requests.add(exchange.getRequestHeaders());
            exchange.sendResponseHeaders(known ? 204 : 503, -1);
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private String authorization(Credentials credentials) {
        String url = "http://127.0.0.1:" + server.getAddress().getPort() + "/write";
        RemoteWriteSettings settings = new RemoteWriteSettings(
                url, 10, Map.of("X-Scope-OrgID", "team"), credentials, new TreeMap<>(), Histograms.CLASSIC);
        requests.clear();
        try (RemoteWrite remote = new RemoteWrite(settings, registry)) {
            remote.start();
            remote.offer("", List.of(new byte[] {1, 2, 3}));
            Await.until("a request", () -> !requests.isEmpty());
        }
        Headers headers = requests.getFirst();
        assertThat(headers.getFirst("x-scope-orgid")).isEqualTo("team");
        assertThat(headers.getFirst("content-encoding")).isEqualTo("snappy");
        return String.valueOf(headers.getFirst("authorization"));
    }

    @Test
    void saysWhoSends() throws Exception {
        Path secret = Files.writeString(directory.resolve("secret"), "from file\n");
        Optional<Path> file = Optional.of(secret);
        Optional<Path> none = Optional.empty();
        // user:word
        assertThat(authorization(new Credentials("user", "word", none, "Bearer", "", none)))
                .isEqualTo("Basic dXNlcjp3b3Jk");
        // user:from file
        assertThat(authorization(new Credentials("user", "", file, "Bearer", "", none)))
                .isEqualTo("Basic dXNlcjpmcm9tIGZpbGU=");
        assertThat(authorization(new Credentials("", "", none, "Bearer", "abc", none)))
                .isEqualTo("Bearer abc");
        assertThat(authorization(new Credentials("", "", none, "Token", "", file)))
                .isEqualTo("Token from file");
        assertThat(authorization(Credentials.NONE)).isEqualTo("null");
    }

    /// A token that no header can have, as when a file is being written, ends nothing.
    @Test
    void aTokenOfTwoLinesIsTriedAgain() throws Exception {
        Path secret = Files.writeString(directory.resolve("lines"), "one\ntwo\n");
        Credentials credentials = new Credentials("", "", Optional.empty(), "Bearer", "", Optional.of(secret));
        String url = "http://127.0.0.1:" + server.getAddress().getPort() + "/write";
        RemoteWriteSettings settings =
                new RemoteWriteSettings(url, 10, Map.of(), credentials, new TreeMap<>(), Histograms.CLASSIC);
        try (RemoteWrite remote = new RemoteWrite(settings, registry)) {
            remote.start();
            remote.offer("", List.of(new byte[] {1}));
            Await.until(
                    "it fails",
                    () -> registry.text().lines().anyMatch(line -> line.matches(".*result=\"failed\"} [1-9].*")));
            Files.writeString(secret, "one");
            Await.until("it is sent", () -> !requests.isEmpty());
        }
        assertThat(requests.getFirst().getFirst("authorization")).isEqualTo("Bearer one");
    }

    /// Nor does a header that cannot be sent at all.
    @Test
    void whateverFailsIsTriedAgain() throws Exception {
        String url = "http://127.0.0.1:" + server.getAddress().getPort() + "/write";
        RemoteWriteSettings settings = new RemoteWriteSettings(
                url, 10, Map.of("x-bad", "one\ntwo"), Credentials.NONE, new TreeMap<>(), Histograms.CLASSIC);
        try (RemoteWrite remote = new RemoteWrite(settings, registry)) {
            remote.start();
            remote.offer("", List.of(new byte[] {1}));
            Await.until(
                    "it fails twice",
                    () -> registry.loops().with(List.of()).stream().anyMatch(loop -> loop.failures() > 1));
        }
    }

    @Test
    void comesAgainWithWhatTheFileHoldsThen() throws Exception {
        Path secret = directory.resolve("late");
        Credentials credentials = new Credentials("", "", Optional.empty(), "Bearer", "", Optional.of(secret));
        String url = "http://127.0.0.1:" + server.getAddress().getPort() + "/write";
        RemoteWriteSettings settings =
                new RemoteWriteSettings(url, 10, Map.of(), credentials, new TreeMap<>(), Histograms.CLASSIC);
        try (RemoteWrite remote = new RemoteWrite(settings, registry)) {
            remote.start();
            remote.offer("", List.of(new byte[] {1}));
            Await.until(
                    "it fails",
                    () -> registry.text().lines().anyMatch(line -> line.matches(".*result=\"failed\"} [1-9].*")));
            assertThat(requests).isEmpty();
            Files.writeString(secret, "there");
            Await.until("it is sent", () -> registry.text().contains("result=\"sent\"} 1\n"));
        }
        assertThat(requests.getFirst().getFirst("authorization")).isEqualTo("Bearer there");
    }
}
