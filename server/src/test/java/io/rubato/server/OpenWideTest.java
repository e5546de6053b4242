package io.rubato.server;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.rubato.server.config.ServerConfig;
import io.rubato.server.config.ServerSettings;
import io.rubato.server.config.TenantSettings;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OpenWideTest {
    @TempDir
    private Path directory;

    @Test
    void itWarnsOfAPortThatOthersCanReach() {
        ServerConfig local = Running.config(directory, "");
        ServerSettings wide = new ServerSettings(
                "0.0.0.0",
                0,
                0,
                0,
                "",
                Duration.ofSeconds(1),
                local.server().logLevel(),
                local.server().logFormat());
        ServerConfig config = new ServerConfig(
                wide,
                local.receivers(),
                local.limits(),
                local.storage(),
                local.head(),
                local.compaction(),
                local.retention(),
                local.query(),
                local.rules(),
                local.spanMetrics(),
                local.security(),
                TenantSettings.DEFAULT);
        // The test's own server is reached by nobody else: it is closed at once.
        try (Logged logged = new Logged("io.rubato");
                Running running = Running.over(config, MemoryStore::new)) {
            running.server.awaitReady();
            assertThat(logged.messages())
                    .filteredOn(message -> message.contains("OPEN TO EVERYBODY"))
                    .singleElement()
                    .asString()
                    .contains("HTTP API and web page on 0.0.0.0:", "auth.file");
        }
    }

    @Test
    void itSaysNothingOnLoopback() {
        try (Logged logged = new Logged("io.rubato");
                Running running = Running.over(Running.config(directory, ""), MemoryStore::new)) {
            running.server.awaitReady();
            assertThat(logged.messages()).noneMatch(message -> message.contains("OPEN"));
        }
    }

    @Test
    void aHeaderOfAMegabyteIsRefused() throws Exception {
        try (Running running = Running.over(Running.config(directory, ""), MemoryStore::new)) {
            running.server.awaitReady();
            String request = "GET /ready HTTP/1.1\r\nhost: a\r\nauthorization: Bearer " + "x".repeat(1 << 20);
            for (URI url : new URI[] {
                running.server.apiUrl(), running.server.otlpHttpUrl().orElseThrow()
            }) {
                try (Socket socket = new Socket(url.getHost(), url.getPort())) {
                    socket.setSoTimeout(Deadline.MILLIS);
                    Thread _ = Thread.ofVirtual().start(() -> {
                        try {
                            socket.getOutputStream().write((request + "\r\n\r\n").getBytes(US_ASCII));
                        } catch (java.io.IOException e) {
                            // The server does not read it all.
                        }
                    });
                    InputStream in = socket.getInputStream();
                    assertThat(new String(in.readNBytes(12), US_ASCII)).isEqualTo("HTTP/1.1 431");
                }
            }
            try (GrpcClient client = new GrpcClient(
                    running.server.otlpGrpcUrl().orElseThrow(), "authorization", "Bearer " + "x".repeat(1 << 20))) {
                assertThat(client.start("opentelemetry.proto.collector.trace.v1.TraceService/Export", new byte[0])
                                .ended()
                                .join()
                                .isOk())
                        .isFalse();
            }
            assertThat(running.get("/ready").statusCode()).isEqualTo(200);
        }
    }
}
