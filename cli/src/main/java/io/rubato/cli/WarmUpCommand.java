package io.rubato.cli;

import io.rubato.server.RubatoServer;
import io.rubato.server.config.ConfigException;
import io.rubato.server.config.LoadedConfig;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `rubato warm-up`: a short life on free ports, for the launcher to record which classes a start needs and how its
/// methods are used, so that the JVM compiles them for that from the beginning.
@Command(name = "warm-up", hidden = true, description = "Starts, takes spans, answers all kinds of queries, stops.")
final class WarmUpCommand implements Callable<Integer> {
    /// Far fewer than are sent, so that blocks are written, merged and read as well.
    private static final String SPANS_A_BLOCK = "20000";

    private static final int TRACES = 3;
    private static final int JSON_TIMES = 200;
    private static final Pattern TRACE_ID = Pattern.compile("\"traceID\"\\s*:\\s*\"([0-9a-f]{32})\"");

    @Parameters(index = "0", paramLabel = "DIR", description = "Directory for its data; removed afterwards.")
    private Path directory = Path.of("");

    @Option(names = "--spans", description = "Spans to take in (default: ${DEFAULT-VALUE}).")
    private int spans = 500_000;

    @Option(names = "--rounds", description = "How often to ask everything (default: ${DEFAULT-VALUE}).")
    private int rounds = 100;

    @Option(names = "--seconds", description = "Begin nothing new after so many (default: ${DEFAULT-VALUE}).")
    private int seconds = 35;

    @Override
    public Integer call() throws ConfigException, IOException, InterruptedException {
        long start = System.nanoTime();
        long deadline = start + seconds * 1_000_000_000L;
        LoadedConfig loaded = LoadedConfig.load(null, System.getenv(), options());
        try (RubatoServer server = RubatoServer.start(loaded.config());
                WarmUpClient client = new WarmUpClient()) {
            server.awaitReady();
            URI api = server.apiUrl();
            WarmUpIngest ingest = new WarmUpIngest(
                    client,
                    server.otlpGrpcUrl().orElseThrow(),
                    server.otlpHttpUrl().orElseThrow());
            ingest.send(spans, start + seconds * 1_000_000_000L * 2 / 5);
            for (WarmUpQueries.Question page : WarmUpQueries.pages()) {
                client.get(api.resolve(page.path()), page.accept());
            }
            List<String> traces = traces(client, api);
            ingest.sendJson(client.get(api.resolve("/api/v3/traces/" + traces.getFirst()), "*/*"), JSON_TIMES);
            ask(client, api, traces, deadline);
        } finally {
            remove();
        }
        return 0;
    }

    private Map<String, String> options() {
        String free = "127.0.0.1:0";
        return Map.of(
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
                "10ms",
                "receivers.otlp.grpc.endpoint",
                free,
                "receivers.otlp.http.endpoint",
                free);
    }

    private static List<String> traces(WarmUpClient client, URI api) throws IOException, InterruptedException {
        byte[] answer = client.get(api.resolve("/api/search?limit=100"), "application/json");
        List<String> found = new ArrayList<>();
        Matcher matcher = TRACE_ID.matcher(new String(answer, StandardCharsets.UTF_8));
        while (matcher.find() && found.size() < TRACES) {
            found.add(matcher.group(1));
        }
        if (found.isEmpty()) {
            throw new IOException("a search found no trace, expected some");
        }
        return found;
    }

    private void ask(WarmUpClient client, URI api, List<String> traces, long deadline)
            throws IOException, InterruptedException {
        long now = System.currentTimeMillis() / 1000;
        WarmUpQueries queries = new WarmUpQueries(now - 3600, now + 3600);
        List<WarmUpQueries.Question> questions = queries.questions(traces);
        for (int round = 0; round < rounds; round++) {
            for (WarmUpQueries.Question question : questions) {
                if (System.nanoTime() > deadline) {
                    return;
                }
                client.get(api.resolve(question.path()), question.accept());
            }
            for (WarmUpQueries.Call call : queries.calls()) {
                try {
                    client.call(api, call.method(), false, call.message()).get();
                } catch (ExecutionException e) {
                    throw new IOException(e.getCause());
                }
            }
        }
    }

    private void remove() throws IOException {
        try (var files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
