package io.rubato.examples.serving;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.rubato.server.RubatoServer;
import io.rubato.server.config.LoadedConfig;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The real backend, in this process, on ports of its own; it can be stopped and started again on the same ones.
final class Backend implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final HttpClient CLIENT =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private final Path config;
    private final Path data;
    private final int grpcPort = freePort();
    private final int apiPort = freePort();
    private @Nullable RubatoServer server;

    Backend(Path directory) throws Exception {
        config = Files.writeString(directory.resolve("rubato.yaml"), """
                server: {http_listen_address: 127.0.0.1, http_listen_port: %d}
                receivers:
                  otlp:
                    grpc: {endpoint: "127.0.0.1:%d"}
                    http: {endpoint: "127.0.0.1:0"}
                storage: {min_free_bytes: 1}
                """.formatted(apiPort, grpcPort));
        data = directory.resolve("data");
        start();
    }

    static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    void start() throws Exception {
        server = RubatoServer.start(LoadedConfig.load(config, Map.of(), Map.of("storage.data_dir", data.toString()))
                .config());
        server.awaitReady();
    }

    String otlpGrpc() {
        return "http://127.0.0.1:" + grpcPort;
    }

    /// The spans of a trace that have arrived so far.
    Trace trace(String id) throws IOException, InterruptedException {
        HttpResponse<String> answer = get("/api/traces/" + id);
        return answer.statusCode() == 404 ? Trace.EMPTY : Trace.of(JSON.readTree(answer.body()));
    }

    /// Waits until a trace has so many spans.
    Trace awaitTrace(String id, int spans) throws IOException, InterruptedException {
        return Await.until(
                Deadline.LONGEST,
                () -> trace(id),
                trace -> trace.spans().size() >= spans,
                "trace " + id + " with " + spans + " spans");
    }

    HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return CLIENT.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + apiPort + path))
                        .timeout(Deadline.LONGEST)
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    @Override
    public void close() {
        stop();
    }

    void stop() {
        if (server != null) {
            server.close();
        }
    }
}
