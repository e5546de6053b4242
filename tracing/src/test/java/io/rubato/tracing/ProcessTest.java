package io.rubato.tracing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Real processes and their endings.
class ProcessTest {
    private static final Path THIS_JAVA = Path.of(System.getProperty("java.home"), "bin", "java");

    @TempDir
    private Path folder;

    private final List<Process> processes = new ArrayList<>();
    private Receiver receiver;

    @BeforeEach
    void start() throws Exception {
        receiver = new Receiver();
    }

    @AfterEach
    void stop() {
        processes.forEach(Process::destroyForcibly);
        receiver.close();
    }

    /// Without what is optional: Logback, SLF4J, NATS, servlets, and without the testing libraries.
    private static String leastClassPath() {
        return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> !entry.endsWith(".jar") || entry.matches(".*(opentelemetry|okhttp|okio|kotlin).*"))
                .filter(entry -> !entry.contains("sdk-testing"))
                .collect(Collectors.joining(File.pathSeparator));
    }

    private Process run(Path java, String argument, Map<String, String> more) throws IOException {
        return run(java, System.getProperty("java.class.path"), argument, more);
    }

    private Process run(Path java, String classPath, String argument, Map<String, String> more) throws IOException {
        ProcessBuilder builder =
                new ProcessBuilder(java.toString(), "-Xmx128m", "-cp", classPath, TracedMain.class.getName(), argument);
        builder.environment().keySet().removeIf(name -> name.startsWith("OTEL_") || name.startsWith("DYN_"));
        builder.environment().putAll(receiver.environment());
        // Only the flush at the end can deliver.
        builder.environment().put("OTEL_BSP_SCHEDULE_DELAY", "60000");
        builder.environment().put("DYN_LOGGING_JSONL", "1");
        builder.environment().putAll(more);
        builder.redirectError(errors().toFile());
        Process process = builder.start();
        processes.add(process);
        return process;
    }

    private Path errors() {
        return folder.resolve("stderr");
    }

    private static String readyLine(Process process) throws IOException {
        BufferedReader out =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        String line = out.readLine();
        assertThat(line).startsWith("ready ");
        return line.substring("ready ".length());
    }

    @Test
    void aTerminatedProcessDeliversWhatItHas() throws Exception {
        Process process = run(THIS_JAVA, "wait", Map.of());
        String traceId = readyLine(process);
        process.destroy();
        assertThat(process.waitFor(Deadline.SECONDS, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isEqualTo(143);
        assertThat(receiver.spans())
                .hasSize(2)
                .allSatisfy(span -> assertThat(
                                HexFormat.of().formatHex(span.getTraceId().toByteArray()))
                        .isEqualTo(traceId));
        assertThat(receiver.span("inner").getParentSpanId())
                .isEqualTo(receiver.span("request").getSpanId());
        assertThat(Files.readAllLines(errors()))
                .anySatisfy(line -> assertThat(line).contains("\"in the span\"", "\"trace_id\":\"" + traceId + "\""));
    }

    @Test
    void aRequestThatIsStillRunningWhenTheProcessIsTerminatedIsDelivered() throws Exception {
        Process process = run(THIS_JAVA, "late", Map.of("RUBATO_EXPORT_FLUSH", "20s"));
        BufferedReader out =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        assertThat(out.readLine()).startsWith("ready");
        assertThat(out.readLine()).isEqualTo("open");
        process.destroy();
        assertThat(process.waitFor(Deadline.SECONDS, TimeUnit.SECONDS)).isTrue();
        assertThat(receiver.spans()).hasSize(3).anyMatch(span -> span.getName().equals("late"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"return", "throw", "exit"})
    void everyOrderlyEndDelivers(String ending) throws Exception {
        Process process = run(THIS_JAVA, ending, Map.of());
        assertThat(process.waitFor(Deadline.SECONDS, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue())
                .isEqualTo(Map.of("return", 0, "throw", 1, "exit", 3).get(ending));
        assertThat(receiver.spans()).hasSize(2);
    }

    @Test
    void anAbsentBackendDelaysTheEndByTheDeadlineOnly() throws Exception {
        Process process = run(
                THIS_JAVA,
                "wait",
                Map.of("OTEL_EXPORTER_OTLP_ENDPOINT", "http://127.0.0.1:1", "RUBATO_EXPORT_FLUSH", "1s"));
        readyLine(process);
        long begin = System.nanoTime();
        process.destroy();
        assertThat(process.waitFor(Deadline.SECONDS, TimeUnit.SECONDS)).isTrue();
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Deadline.LONGEST);
        assertThat(Files.readAllLines(errors()))
                .anySatisfy(line -> assertThat(line).contains("not all spans reached the backend", "\"dropped\":"));
    }

    @Test
    void nothingOptionalIsNeeded() throws Exception {
        Process process = run(THIS_JAVA, leastClassPath(), "return", Map.of());
        assertThat(process.waitFor(Deadline.SECONDS, TimeUnit.SECONDS)).isTrue();
        assertThat(Files.readString(errors())).doesNotContain("WARN", "NoClassDefFound");
        assertThat(receiver.spans())
                .hasSize(2)
                .allSatisfy(span -> assertThat(Receiver.number(span.getAttributesList(), "busy_ns"))
                        .isNotNegative());
    }

    @Test
    void itRunsOnJava17() throws Exception {
        Optional<Path> java = java17();
        if (java.isEmpty()) {
            System.err.println("SKIPPED: no Java 17 under /usr/lib/jvm, the library is tested on this Java only");
        }
        Assumptions.assumeTrue(java.isPresent(), "no Java 17 under /usr/lib/jvm");
        Process process = run(java.orElseThrow(), leastClassPath(), "return", Map.of());
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(Deadline.SECONDS, TimeUnit.SECONDS)).isTrue();
        assertThat(out.lines()).as(Files.readString(errors())).contains("17");
        assertThat(receiver.spans())
                .hasSize(2)
                .allSatisfy(span -> assertThat(Receiver.number(span.getAttributesList(), "idle_ns"))
                        .isNotNegative());
    }

    private static Optional<Path> java17() throws IOException {
        Path folder = Path.of("/usr/lib/jvm");
        if (!Files.isDirectory(folder)) {
            return Optional.empty();
        }
        try (Stream<Path> homes = Files.list(folder)) {
            return homes.filter(home -> isVersion17(home.resolve("release")))
                    .map(home -> home.resolve("bin/java"))
                    .filter(Files::isExecutable)
                    .findFirst();
        }
    }

    private static boolean isVersion17(Path release) {
        try {
            return Files.readString(release).contains("JAVA_VERSION=\"17");
        } catch (IOException e) {
            return false;
        }
    }
}
