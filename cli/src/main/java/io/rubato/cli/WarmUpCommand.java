package io.rubato.cli;

import io.rubato.generator.GeneratorOptions;
import io.rubato.generator.TraceGenerator;
import io.rubato.server.RubatoServer;
import io.rubato.server.config.ConfigException;
import io.rubato.server.config.LoadedConfig;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// `rubato warm-up`: a short life on free ports, for the launcher to record which classes a start needs.
@Command(name = "warm-up", hidden = true, description = "Starts, takes a few spans, answers, stops.")
final class WarmUpCommand implements Callable<Integer> {
    private static final int SPANS = 2_000;

    @Parameters(index = "0", paramLabel = "DIR", description = "Directory for its data; removed afterwards.")
    private Path directory = Path.of("");

    @Override
    public Integer call() throws ConfigException, IOException, InterruptedException {
        String free = "127.0.0.1:0";
        Map<String, String> options = Map.of(
                "storage.data_dir",
                directory.toString(),
                "server.http_listen_address",
                "127.0.0.1",
                "server.http_listen_port",
                "0",
                "server.log_level",
                "error",
                "receivers.otlp.grpc.endpoint",
                free,
                "receivers.otlp.http.endpoint",
                free);
        LoadedConfig loaded = LoadedConfig.load(null, System.getenv(), options);
        try (RubatoServer server = RubatoServer.start(loaded.config());
                HttpClient client = HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1)
                        .build()) {
            server.awaitReady();
            send(client, server.otlpHttpUrl().orElseThrow().resolve("/v1/traces"));
            for (String path : List.of("/ready", "/", "/api/rubato/status", "/api/search", "/metrics")) {
                get(client, server.apiUrl().resolve(path));
            }
        } finally {
            remove();
        }
        return 0;
    }

    private static void send(HttpClient client, URI url) throws IOException, InterruptedException {
        TraceGenerator traces = new TraceGenerator(1, GeneratorOptions.of(SPANS).withStart(Instant.now()));
        while (traces.hasNext()) {
            HttpRequest request = HttpRequest.newBuilder(url)
                    .header("Content-Type", "application/x-protobuf")
                    .POST(HttpRequest.BodyPublishers.ofByteArray(traces.next().body()))
                    .build();
            client.send(request, HttpResponse.BodyHandlers.discarding());
        }
    }

    private static void get(HttpClient client, URI url) throws IOException, InterruptedException {
        client.send(HttpRequest.newBuilder(url).build(), HttpResponse.BodyHandlers.discarding());
    }

    private void remove() throws IOException {
        try (var files = Files.walk(directory)) {
            for (Path file : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
