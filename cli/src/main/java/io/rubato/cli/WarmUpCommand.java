package io.rubato.cli;

import io.rubato.generator.GeneratorOptions;
import io.rubato.generator.TraceGenerator;
import io.rubato.server.RubatoServer;
import io.rubato.server.config.ConfigException;
import io.rubato.server.config.LoadedConfig;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
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
    private static final int SPANS = 10_000;

    /// Far fewer than there are, so that blocks are written and read as well.
    private static final String SPANS_A_BLOCK = "2000";

    /// As often as makes the JVM's profile of a query's inner loops tell something.
    private static final int TIMES = 20;

    private static final List<String> PAGES =
            List.of("/ready", "/", "/api/rubato/status", "/api/search", "/metrics", "/api/v2/search/tags");
    private static final List<String> SEARCHES = List.of(
            "{ resource.service.name = \"cart\" }",
            "{ status = error && duration > 10ms }",
            "{ span.user.id = \"nobody\" }",
            "{ span.url.path =~ \"/nowhere/.*\" } | count() > 1",
            "{ kind = server } >> { kind = client }");
    private static final List<String> SERIES = List.of(
            "{} | rate() by(resource.service.name)",
            "{} | quantile_over_time(duration, 0.5, 0.99) by(name)",
            "{ status = error } | count_over_time() by(name)",
            "{} | histogram_over_time(duration)");

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
                "head.max_block_spans",
                SPANS_A_BLOCK,
                "head.trace_idle_period",
                "1ms",
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
            for (String page : PAGES) {
                get(client, server.apiUrl().resolve(page));
            }
            for (int i = 0; i < TIMES; i++) {
                for (String query : SEARCHES) {
                    get(client, server.apiUrl().resolve("/api/search?q=" + encoded(query)));
                }
                for (String query : SERIES) {
                    get(client, server.apiUrl().resolve("/api/metrics/query_range?since=10m&q=" + encoded(query)));
                }
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

    private static String encoded(String query) {
        return URLEncoder.encode(query, StandardCharsets.UTF_8);
    }

    private void remove() throws IOException {
        try (var files = Files.walk(directory)) {
            for (Path file : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
