package io.rubato.server.internal.prometheus;

import io.rubato.server.Await;
import io.rubato.server.Deadline;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A real Prometheus that scrapes one address and takes remote writes.
final class PrometheusProcess implements AutoCloseable {
    private final HttpClient client = HttpClient.newHttpClient();
    private final Path binary;
    private final Path directory;
    private final int port;
    private @Nullable Process process;

    PrometheusProcess(Path binary, Path directory) throws IOException {
        this.binary = binary;
        this.directory = directory;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            this.port = free.getLocalPort();
        }
    }

    static Optional<Path> find() {
        return Stream.concat(Stream.of(System.getenv("PATH").split(File.pathSeparator)), Stream.of("/usr/bin"))
                .map(folder -> Path.of(folder, "prometheus"))
                .filter(Files::isExecutable)
                .findFirst();
    }

    String writeUrl() {
        return "http://127.0.0.1:" + port + "/api/v1/write";
    }

    /// @param target host and port
    void start(String target) throws IOException {
        Path config = directory.resolve("prometheus.yml");
        Files.writeString(config, """
                global: {scrape_interval: 300ms, scrape_timeout: 300ms}
                scrape_configs:
                  - job_name: rubato
                    static_configs: [{targets: ['%s']}]
                """.formatted(target));
        process = new ProcessBuilder(
                        binary.toString(),
                        "--config.file=" + config,
                        "--storage.tsdb.path=" + directory.resolve("tsdb"),
                        "--web.listen-address=127.0.0.1:" + port,
                        "--web.enable-remote-write-receiver",
                        "--enable-feature=exemplar-storage,native-histograms")
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("prometheus.log").toFile())
                .start();
        Await.until("prometheus is ready", () -> get("/-/ready").isPresent());
    }

    String query(String path, String query) {
        return get(path + "?query=" + URLEncoder.encode(query, StandardCharsets.UTF_8))
                .orElse("");
    }

    /// The body of an answer of 200.
    Optional<String> get(String path) {
        try {
            HttpResponse<String> response = client.send(
                    HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            return response.statusCode() == 200 ? Optional.of(response.body()) : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    @Override
    public void close() {
        client.close();
        if (process != null) {
            process.destroy();
            process.onExit().orTimeout(Deadline.SECONDS, TimeUnit.SECONDS).join();
        }
    }
}
