package io.rubato.examples.serving;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// The three processes, on ports of their own, with what they logged.
final class Serving implements AutoCloseable {
    static final String MODEL = "Qwen/Qwen3-0.6B";
    static final List<String> PROCESSES = List.of("frontend", "prefill", "decode");
    private static final ObjectMapper JSON = new ObjectMapper();

    final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final Path directory;
    private final Map<String, String> environment = new HashMap<>();
    private final Map<String, Process> processes = new HashMap<>();
    private final URI frontend;

    /// Starts them and waits until the frontend is healthy.
    Serving(Path directory, String plane, Map<String, String> more) throws IOException, InterruptedException {
        this.directory = Files.createDirectories(directory);
        environment.put("DYN_REQUEST_PLANE", plane);
        environment.put("DYN_LOGGING_JSONL", "true");
        environment.put("DYN_SYSTEM_PORT", "0");
        environment.put("OTEL_EXPORT_ENABLED", "true");
        environment.put("OTEL_BSP_SCHEDULE_DELAY", "200");
        environment.putAll(more);
        start("prefill");
        start("decode");
        start("frontend", "--port", "0", "--faults");
        frontend =
                URI.create(awaitLine("frontend", "frontend ready").path("url").asText());
        Await.until(Deadline.LONGEST, () -> get("/health").statusCode(), status -> status == 200, "a healthy frontend");
    }

    void start(String name, String... options) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                Path.of("target", "classes")
                        + File.pathSeparator
                        + Files.readString(Path.of("target", "runtime.classpath"))
                                .strip(),
                Main.class.getName(),
                name,
                "--directory",
                directory.resolve("workers").toString()));
        command.addAll(List.of(options));
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.appendTo(log(name).toFile()));
        builder.environment().keySet().removeIf(key -> key.startsWith("OTEL_") || key.startsWith("DYN_"));
        builder.environment().putAll(environment);
        processes.put(name, builder.start());
    }

    URI url() {
        return frontend;
    }

    Path log(String name) {
        return directory.resolve(name + ".log");
    }

    Process process(String name) {
        return java.util.Objects.requireNonNull(processes.get(name));
    }

    /// The lines of a process's log; those that are not JSON are nothing.
    List<JsonNode> lines(String name) throws IOException {
        List<JsonNode> lines = new ArrayList<>();
        for (String line : Files.readAllLines(log(name), UTF_8)) {
            if (line.startsWith("{")) {
                lines.add(JSON.readTree(line));
            }
        }
        return lines;
    }

    JsonNode awaitLine(String name, String message) throws IOException, InterruptedException {
        return Await.until(
                        Deadline.LONGEST,
                        () -> Files.exists(log(name)) ? lines(name) : List.<JsonNode>of(),
                        lines -> lines.stream()
                                .anyMatch(line -> line.path("message").asText().equals(message)),
                        "a line '" + message + "' of " + name)
                .stream()
                .filter(line -> line.path("message").asText().equals(message))
                .findFirst()
                .orElseThrow();
    }

    HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return client.send(
                HttpRequest.newBuilder(frontend.resolve(path))
                        .timeout(Deadline.LONGEST)
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    HttpRequest request(String body, String... headers) {
        HttpRequest.Builder builder = HttpRequest.newBuilder(frontend.resolve("/v1/chat/completions"))
                .timeout(Deadline.LONGEST)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body));
        return headers.length == 0 ? builder.build() : builder.headers(headers).build();
    }

    HttpResponse<String> chat(String body, String... headers) throws IOException, InterruptedException {
        return client.send(request(body, headers), HttpResponse.BodyHandlers.ofString());
    }

    /// A body that asks a short question.
    ///
    /// @param more fields, `"stream":true,` say
    static String question(int maxTokens, String more) {
        return """
                {"model":"%s","max_completion_tokens":%d,%s\
                "messages":[{"role":"user","content":"What is the capital of France?"}]}""".formatted(MODEL, maxTokens, more);
    }

    static String traceId(HttpResponse<?> answer) {
        return answer.headers().firstValue("x-trace-id").orElseThrow();
    }

    void terminate(String name) throws InterruptedException {
        process(name).destroy();
        if (!process(name).waitFor(Deadline.SECONDS, TimeUnit.SECONDS)) {
            throw new AssertionError(name + " did not end within 20 s of SIGTERM");
        }
    }

    @Override
    public void close() {
        for (Process process : processes.values()) {
            process.destroyForcibly().onExit().join();
        }
    }
}
