package io.rubato.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.rubato.server.config.SecuritySettings;
import io.rubato.server.config.TlsSettings;
import io.rubato.server.config.TlsSettings.Version;
import io.rubato.server.internal.http.OpenPort;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/// Whatever is sent to whichever port, nothing of it is in the log.
class LogSecretsTest {
    private static final String SECRET = "rbt_S3cretWord";

    @TempDir
    private Path directory;

    private final ByteArrayOutputStream written = new ByteArrayOutputStream();
    private final PrintStream usual = System.err;
    private @Nullable Running started;

    @BeforeEach
    void listen() {
        System.setErr(new PrintStream(written, true, UTF_8));
    }

    @AfterEach
    void stop() {
        System.setErr(usual);
        Objects.requireNonNull(started).close();
    }

    private void start(TlsSettings tls) {
        Running running = Running.over(
                Running.config(directory, "").withSecurity(new SecuritySettings(Optional.empty(), tls, tls, tls)),
                MemoryStore::new);
        started = running;
        running.server.awaitReady();
    }

    /// Requests in the clear, whole and broken ones.
    private static List<byte[]> requests() {
        String header = "Host: localhost\r\nAuthorization: Bearer " + SECRET + "\r\n";
        List<byte[]> requests = new ArrayList<>();
        for (String text : List.of(
                "GET /api/traces/" + SECRET + "?q=" + SECRET + " HTTP/1.1\r\n" + header + "\r\n",
                "GET /" + SECRET + " HTTP/9.9\r\n" + header + "\r\n",
                SECRET + " / HTTP/1.1\r\n" + header + "\r\n",
                "GET / HTTP/1.1\r\n" + SECRET + "\r\n\r\n",
                "GET / HTTP/1.1\r\nContent-Length: " + SECRET + "\r\n\r\n",
                "GET / HTTP/1.1\r\nTransfer-Encoding: " + SECRET + "\r\n\r\n",
                "GET /\u0000" + SECRET + " HTTP/1.1\r\n" + header + "\r\n",
                "GET http://[" + SECRET + "/ HTTP/1.1\r\n" + header + "\r\n",
                "POST /api/v2/traces/diff HTTP/1.1\r\n" + header + "Content-Length: 16\r\n\r\n{\"" + SECRET,
                "GET /api/v2/search/tag/" + SECRET + "%/values HTTP/1.1\r\n" + header + "\r\n",
                body("/v1/traces", "application/json", "{\"resourceSpans\":[{\"" + SECRET + "\":" + SECRET),
                body("/v1/traces", "application/x-protobuf", "\u0001" + SECRET),
                body("/api/v2/spans", "application/json", "[{\"id\":\"" + SECRET + "\"}]"),
                body("/api/v1/spans", "application/x-thrift", SECRET),
                body("/api/traces", "application/x-thrift", "\u000c" + SECRET),
                body("/api/transform", "application/json", "{\"" + SECRET),
                body("/api/v1/query", "application/x-www-form-urlencoded", "query=" + SECRET + "{"),
                "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n" + SECRET.repeat(20))) {
            requests.add(text.getBytes(UTF_8));
        }
        return requests;
    }

    private static String body(String path, String type, String body) {
        return "POST " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nAuthorization: Bearer " + SECRET
                + "\r\nContent-Type: " + type + "\r\nContent-Length: " + body.getBytes(UTF_8).length + "\r\n\r\n"
                + body;
    }

    private void sendToAllPorts() throws IOException {
        for (OpenPort port :
                Objects.requireNonNull(started).server.portsByName().values()) {
            for (byte[] request : requests()) {
                try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port.port())) {
                    socket.setSoTimeout(5_000);
                    socket.getOutputStream().write(request);
                    socket.shutdownOutput();
                    socket.getInputStream().readAllBytes();
                } catch (IOException e) {
                    // A connection that is reset is as good an answer.
                    assertThat(e)
                            .isInstanceOfAny(java.net.SocketException.class, java.net.SocketTimeoutException.class);
                }
            }
        }
    }

    private void assertNothingIsSaid() {
        String log = written.toString(UTF_8);
        String hex = HexFormat.of().formatHex(SECRET.getBytes(UTF_8));
        assertThat(log).doesNotContain(SECRET).doesNotContainIgnoringCase(hex);
    }

    @Test
    void plainTextToPortsWithTls() throws Exception {
        Certificates certificates = new Certificates(directory, "ours");
        Certificates.Pair serving = certificates.server();
        start(new TlsSettings(
                Optional.of(serving.cert()), Optional.of(serving.key()), Optional.empty(), Version.TLS_1_2));
        sendToAllPorts();
        Await.until("the refusal is logged", () -> written.toString(UTF_8).contains("does not speak TLS"));
        assertNothingIsSaid();
    }

    @Test
    void requestsThatAreBroken() throws Exception {
        start(TlsSettings.DEFAULT);
        sendToAllPorts();
        assertNothingIsSaid();
    }

    @Test
    void exceptionsWithContent() {
        start(TlsSettings.DEFAULT);
        RuntimeException quoting = new IllegalArgumentException("cannot read '" + SECRET + "'");
        quoting.addSuppressed(new NumberFormatException("For input string: " + SECRET));
        RuntimeException failure = new IllegalStateException(new IllegalStateException(SECRET, quoting));
        LoggerFactory.getLogger("io.rubato.server.Test").error("a request failed", failure);
        LoggerFactory.getLogger("com.linecorp.armeria.Test").warn("[{}] Unexpected: {}", SECRET, SECRET, failure);
        LoggerFactory.getLogger("io.netty.Test").warn("Unexpected exception: " + SECRET);
        LoggerFactory.getLogger("io.netty.Test").warn("disk", new IOException("No space left on device"));
        assertThat(written.toString(UTF_8))
                .contains("a request failed", "IllegalArgumentException", "LogSecretsTest.java", "No space left");
        assertNothingIsSaid();
    }
}
