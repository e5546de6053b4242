package io.rubato.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.rubato.server.RubatoServer;
import io.rubato.server.config.LoadedConfig;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What the OpenTelemetry JS SDK sends is found within 100 ms of the exporter's success.
@Tag("slow")
class JavaScriptSdkTest {
    private static final Duration FOUND_WITHIN = Duration.ofMillis(100);
    private static final int ATTEMPTS = 5;
    private static final Path SOURCES = Path.of("src", "test", "js");
    private static final Path PROJECT = Path.of("target", "js");

    @TempDir
    private static Path data;

    private static RubatoServer server;
    private static HttpClient client;

    @BeforeAll
    static void start() throws Exception {
        boolean node = runs("node") && runs("npm");
        if (!node) {
            System.err.println("*** SKIPPED: the tests with the OpenTelemetry JS SDK, for there is no node or npm ***");
        }
        assumeTrue(node, "node and npm are on the PATH");
        Files.createDirectories(PROJECT);
        for (String file : List.of(".npmrc", "package.json", "package-lock.json", "send.mjs")) {
            Files.copy(SOURCES.resolve(file), PROJECT.resolve(file), StandardCopyOption.REPLACE_EXISTING);
        }
        Process install = new ProcessBuilder("npm", "ci", "--loglevel=error")
                .directory(PROJECT.toFile())
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        assertThat(install.waitFor()).as("npm ci").isZero();
        Map<String, String> options = Map.of(
                "storage.data_dir", data.toString(),
                "storage.min_free_bytes", "1",
                "server.http_listen_address", "127.0.0.1",
                "server.http_listen_port", "0",
                "receivers.otlp.grpc.enabled", "false",
                "receivers.otlp.http.endpoint", "127.0.0.1:0");
        server = RubatoServer.start(LoadedConfig.load(null, Map.of(), options).config());
        server.awaitReady();
        client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
        get("/api/search?q=" + encoded("{resource.service.name=\"warm-up\"}"));
        get("/api/traces/0123456789abcdef0123456789abcdef");
    }

    private static boolean runs(String program) throws InterruptedException {
        try {
            return new ProcessBuilder(program, "--version")
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException absent) {
            return false;
        }
    }

    @AfterAll
    static void stop() {
        if (server != null) {
            client.close();
            server.close();
        }
    }

    /// The first question after the exporter's success must find the trace, each time; how long the answers take
    /// counts for the quickest of a few times, for the machine may be busy with something else.
    @ParameterizedTest
    @ValueSource(strings = {"json", "proto"})
    void whatItSendsIsFoundAtOnce(String format) throws Exception {
        List<Duration> took = new ArrayList<>();
        while (took.size() < ATTEMPTS && took.stream().noneMatch(one -> one.compareTo(FOUND_WITHIN) < 0)) {
            took.add(sendAndFind(format, "basket-" + format + "-" + took.size()));
        }
        assertThat(took).anyMatch(one -> one.compareTo(FOUND_WITHIN) < 0);
    }

    /// Returns the time from the exporter's success to both answers.
    private static Duration sendAndFind(String format, String service) throws Exception {
        String url = server.otlpHttpUrl().orElseThrow() + "/v1/traces";
        Process node = new ProcessBuilder("node", "send.mjs", format, url, service)
                .directory(PROJECT.toFile())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (BufferedReader out = node.inputReader(UTF_8)) {
            String id = out.readLine();
            long success = System.nanoTime();
            assertThat(id).as("the trace's id").matches("[0-9a-f]{32}");
            HttpResponse<String> trace = get("/api/traces/" + id);
            HttpResponse<String> search =
                    get("/api/search?q=" + encoded("{resource.service.name=\"" + service + "\"}"));
            Duration took = Duration.ofNanos(System.nanoTime() - success);
            assertThat(trace.statusCode()).isEqualTo(200);
            assertThat(trace.body())
                    .contains("\"GET /basket\"", "\"load basket\"", "\"cache miss\"", "\"out of stock\"", "\"pear\"");
            assertThat(search.body()).contains("\"traceID\":\"" + id.replaceFirst("^0+", "") + "\"");
            return took;
        } finally {
            node.destroy();
            assertThat(node.waitFor(Deadline.SECONDS, TimeUnit.SECONDS)).isTrue();
        }
    }

    private static HttpResponse<String> get(String path) throws IOException, InterruptedException {
        URI url = server.apiUrl().resolve(path);
        return client.send(HttpRequest.newBuilder(url).build(), HttpResponse.BodyHandlers.ofString());
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, UTF_8);
    }
}
