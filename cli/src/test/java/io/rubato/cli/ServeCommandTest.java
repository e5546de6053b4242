package io.rubato.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `rubato serve` as a process of its own.
@Tag("slow")
class ServeCommandTest {
    private static final Pattern LISTENING = Pattern.compile("listening: ([^\"]+)\".*url=(\\S+)");
    private static final byte[] PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(UTF_8);

    @TempDir
    private Path directory;

    private final List<Process> started = new ArrayList<>();

    @AfterEach
    void stop() throws InterruptedException {
        for (Process process : started) {
            process.destroyForcibly().waitFor();
        }
    }

    private Process serve(String... words) throws IOException {
        Path config = Files.writeString(directory.resolve("rubato.yaml"), """
                server: {http_listen_address: 127.0.0.1, http_listen_port: 0}
                receivers:
                  otlp:
                    grpc: {endpoint: "127.0.0.1:0"}
                    http: {endpoint: "127.0.0.1:0"}
                storage: {min_free_bytes: 1}
                """);
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-Xmx256m",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName(),
                "serve",
                "--config",
                config.toString(),
                "--data",
                directory.resolve("data").toString()));
        command.addAll(List.of(words));
        Process process = new ProcessBuilder(command)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        started.add(process);
        return process;
    }

    /// Reads the log until the process is ready, and returns where its API is.
    private static URI awaitReady(BufferedReader log) throws IOException {
        return Objects.requireNonNull(awaitPorts(log).get("HTTP API and web page"));
    }

    private static Map<String, URI> awaitPorts(BufferedReader log) throws IOException {
        Map<String, URI> ports = new LinkedHashMap<>();
        for (String line = log.readLine(); line != null; line = log.readLine()) {
            Matcher matcher = LISTENING.matcher(line);
            if (matcher.find()) {
                ports.put(matcher.group(1), URI.create(matcher.group(2)));
            }
            if (!ports.isEmpty() && line.contains("ready: ")) {
                return ports;
            }
        }
        throw new AssertionError("it ended before it was ready");
    }

    @Test
    void aSignalEndsItInOrder() throws Exception {
        Process process = serve();
        try (BufferedReader log = process.errorReader(UTF_8)) {
            awaitReady(log);
            long start = System.nanoTime();
            process.toHandle().destroy();
            assertThat(process.waitFor(Deadline.SECONDS, TimeUnit.SECONDS)).isTrue();
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Deadline.LONGEST);
            assertThat(process.exitValue()).isZero();
            assertThat(log.lines()).anyMatch(line -> line.contains("msg=stopped"));
        }
    }

    @Test
    void aDirectoryInUseIsOneLine() throws Exception {
        Process first = serve();
        try (BufferedReader log = first.errorReader(UTF_8)) {
            awaitReady(log);
            Process second = serve();
            try (BufferedReader errors = second.errorReader(UTF_8)) {
                List<String> lines = errors.lines()
                        .filter(line -> line.startsWith("rubato: "))
                        .toList();
                assertThat(lines).singleElement().asString().contains("cannot open the store in", "another process");
            }
            assertThat(second.waitFor()).isEqualTo(1);
        }
    }

    @Test
    void aPortInUseIsOneLine() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Process process = serve("--otlp-http-port", Integer.toString(taken.getLocalPort()));
            try (BufferedReader errors = process.errorReader(UTF_8)) {
                assertThat(errors.lines())
                        .singleElement()
                        .asString()
                        .startsWith("rubato: OTLP/HTTP: cannot listen on 127.0.0.1:" + taken.getLocalPort());
            }
            assertThat(process.waitFor()).isEqualTo(1);
        }
    }

    /// 1,019,000 HEADERS of 14 bytes over four connections, which nothing is read from, and whose requests never end.
    @Test
    void aFloodOfStreamsOnAnyPortLeavesItAlive() throws Exception {
        Process process = serve();
        try (BufferedReader log = process.errorReader(UTF_8);
                HttpClient client = HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1)
                        .build()) {
            Map<String, URI> ports = awaitPorts(log);
            Thread _ = Thread.ofVirtual().start(() -> log.lines().forEach(line -> {}));
            HttpRequest ready = HttpRequest.newBuilder(Objects.requireNonNull(ports.get("HTTP API and web page"))
                            .resolve("/ready"))
                    .build();
            for (URI port : ports.values()) {
                List<Socket> sockets = new ArrayList<>();
                for (int i = 0; i < 4; i++) {
                    Socket socket = new Socket(port.getHost(), port.getPort());
                    sockets.add(socket);
                    flood(socket, 254_750);
                }
                HttpResponse<String> answer = client.send(ready, HttpResponse.BodyHandlers.ofString());
                assertThat(answer.statusCode()).as(port.toString()).isEqualTo(200);
                for (Socket socket : sockets) {
                    socket.close();
                }
            }
            assertThat(process.isAlive()).isTrue();
            process.destroyForcibly().waitFor();
        }
    }

    private static void flood(Socket socket, int headers) throws IOException {
        OutputStream out = socket.getOutputStream();
        ByteBuffer frames = ByteBuffer.allocate(14 * 4_075);
        try {
            out.write(PREFACE);
            out.write(new byte[] {0, 0, 0, 4, 0, 0, 0, 0, 0});
            for (int i = 0; i < headers; i++) {
                // HEADERS that end, of a stream that does not: POST, http, / and an empty authority
                frames.put(new byte[] {0, 0, 5, 1, 4}).putInt(2 * i + 1).put((byte) 0x83);
                frames.put(new byte[] {(byte) 0x86, (byte) 0x84, 1, 0});
                if (!frames.hasRemaining() || i == headers - 1) {
                    out.write(frames.array(), 0, frames.position());
                    frames.clear();
                }
            }
        } catch (SocketException closed) {
            // It need not listen to this.
        }
    }

    @Test
    void theDemoSendsTraces() throws Exception {
        Process process = serve("--demo");
        try (BufferedReader log = process.errorReader(UTF_8);
                HttpClient client = HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1)
                        .build()) {
            URI api = awaitReady(log);
            String line = log.readLine();
            while (line != null && !line.contains("demo: ")) {
                line = log.readLine();
            }
            assertThat(line).contains("demo: 20000 generated spans of the last 15 minutes are in");
            HttpResponse<String> found = client.send(
                    HttpRequest.newBuilder(api.resolve("/api/search")).build(), HttpResponse.BodyHandlers.ofString());
            assertThat(found.body()).contains("\"traceID\":", "\"rootServiceName\":");
        }
    }
}
