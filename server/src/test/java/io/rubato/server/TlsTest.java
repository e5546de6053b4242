package io.rubato.server;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.exporter.otlp.trace.OtlpGrpcSpanExporter;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import io.rubato.server.config.SecuritySettings;
import io.rubato.server.config.TlsSettings;
import io.rubato.server.config.TlsSettings.Version;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.HexFormat;
import java.util.Objects;
import java.util.Optional;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Ports with TLS, over real sockets, with certificates made for the test.
class TlsTest {
    @TempDir
    private Path directory;

    private final MemoryStore store = new MemoryStore();
    private Certificates certificates;
    private Certificates.Pair serving;
    private @Nullable Running started;

    @BeforeEach
    void make() throws Exception {
        certificates = new Certificates(directory, "ours");
        serving = certificates.server();
    }

    @AfterEach
    void stop() {
        if (started != null) {
            started.close();
        }
    }

    private Running running() {
        return Objects.requireNonNull(started);
    }

    private void start(boolean clients, Version least) {
        TlsSettings tls = new TlsSettings(
                Optional.of(serving.cert()), Optional.of(serving.key()), certificates.authorityIf(clients), least);
        started = Running.over(
                Running.config(directory, "").withSecurity(new SecuritySettings(Optional.empty(), tls, tls, tls)),
                () -> store);
        running().server.awaitReady();
    }

    private URI grpc() {
        return running().server.otlpGrpcUrl().orElseThrow();
    }

    private URI http() {
        return running().server.otlpHttpUrl().orElseThrow();
    }

    private SSLContext context(Certificates.@Nullable Pair client) throws Exception {
        KeyManager[] keys = client == null ? null : new KeyManager[] {new Showing(client)};
        TrustManagerFactory trust = certificates.authority.toTrustManagerFactory();
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys, trust.getTrustManagers(), null);
        return context;
    }

    private HttpResponse<String> get(Certificates.@Nullable Pair client, HttpClient.Version version) throws Exception {
        try (HttpClient http = HttpClient.newBuilder()
                .sslContext(context(client))
                .version(version)
                .build()) {
            URI url = running().server.apiUrl().resolve("/api/echo");
            return http.send(HttpRequest.newBuilder(url).build(), HttpResponse.BodyHandlers.ofString());
        }
    }

    private SpanExporter grpcExporter(Certificates.@Nullable Pair client) throws IOException {
        var builder = OtlpGrpcSpanExporter.builder()
                .setEndpoint(grpc().toString())
                .setTrustedCertificates(Files.readAllBytes(certificates.authorityFile()));
        if (client != null) {
            builder.setClientTls(Files.readAllBytes(client.key()), Files.readAllBytes(client.cert()));
        }
        return builder.setRetryPolicy(null).build();
    }

    private SpanExporter httpExporter(Certificates.@Nullable Pair client) throws IOException {
        var builder = OtlpHttpSpanExporter.builder()
                .setEndpoint(http() + "/v1/traces")
                .setTrustedCertificates(Files.readAllBytes(certificates.authorityFile()));
        if (client != null) {
            builder.setClientTls(Files.readAllBytes(client.key()), Files.readAllBytes(client.cert()));
        }
        return builder.setRetryPolicy(null).build();
    }

    private static boolean export(SpanExporter exporter) {
        try (exporter) {
            return Spans.export(exporter);
        }
    }

    @Test
    void everyPortSpeaksTls() throws Exception {
        start(false, Version.TLS_1_2);
        assertThat(running().server.apiUrl().getScheme()).isEqualTo("https");
        assertThat(get(null, HttpClient.Version.HTTP_1_1).statusCode()).isEqualTo(200);
        HttpResponse<String> http2 = get(null, HttpClient.Version.HTTP_2);
        assertThat(http2.statusCode()).isEqualTo(200);
        assertThat(http2.version()).isEqualTo(HttpClient.Version.HTTP_2);
        assertThat(export(grpcExporter(null))).isTrue();
        assertThat(export(httpExporter(null))).isTrue();
        assertThat(store.requests).hasSize(2);
    }

    @Test
    void clientsShowTheirCertificate() throws Exception {
        start(true, Version.TLS_1_3);
        Certificates.Pair client = certificates.client();
        assertThat(get(client, HttpClient.Version.HTTP_2).statusCode()).isEqualTo(200);
        assertThat(export(grpcExporter(client))).isTrue();
        assertThat(export(httpExporter(client))).isTrue();
        assertThat(store.requests).hasSize(2);
    }

    @Test
    void anExpiredAStrangersAndNoCertificateAreRefusedAndLogged() throws Exception {
        start(true, Version.TLS_1_2);
        Certificates.Pair expired = certificates.expired();
        Certificates.Pair stranger =
                new Certificates(Files.createDirectory(directory.resolve("theirs")), "theirs").client();
        try (Logged logged = new Logged("io.rubato")) {
            assertThat(export(grpcExporter(expired))).isFalse();
            logged.await("OTLP/gRPC: connection refused: client certificate of 'CN=old' expired at ");
            assertThat(export(httpExporter(expired))).isFalse();
            logged.await("OTLP/HTTP: connection refused: client certificate of 'CN=old' expired at ");
            assertThatThrownBy(() -> get(stranger, HttpClient.Version.HTTP_1_1)).isInstanceOf(IOException.class);
            logged.await("connection refused: client certificate of 'CN=client', issued by 'CN=theirs', is not of an"
                    + " authority in client_ca_file");
        }
        try (Logged logged = new Logged("io.rubato")) {
            // Lines like it come once a second.
            Await.until("none is logged", () -> {
                assertThat(exportQuietly()).isFalse();
                return logged.messages().stream()
                        .anyMatch(message -> message.endsWith("connection refused: the client showed no certificate"));
            });
        }
        assertThat(store.requests).isEmpty();
    }

    private boolean exportQuietly() {
        try {
            return export(grpcExporter(null));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void oldVersionsOfTlsAreRefused() throws Exception {
        start(false, Version.TLS_1_2);
        for (URI url : new URI[] {running().server.apiUrl(), grpc(), http()}) {
            try (Socket socket = new Socket(url.getHost(), url.getPort())) {
                socket.setSoTimeout(Deadline.MILLIS);
                socket.getOutputStream().write(clientHello11());
                // An alert record: fatal, protocol_version.
                byte[] alert = socket.getInputStream().readNBytes(7);
                assertThat(alert).as("%s", url).hasSize(7);
                assertThat(new byte[] {alert[0], alert[5], alert[6]}).containsExactly(21, 2, 70);
            }
        }
    }

    /// What a client begins with that knows nothing newer than TLS 1.1.
    private static byte[] clientHello11() {
        String body = "0302" + "00".repeat(32) + "00" // version, random, no session
                + "0006" + "c013" + "c014" + "002f" // cipher suites
                + "0100" // no compression
                + "0000"; // no extensions
        String handshake = "01" + "%06x".formatted(body.length() / 2) + body;
        return HexFormat.of().parseHex("160301" + "%04x".formatted(handshake.length() / 2) + handshake);
    }

    @Test
    void theLeastVersionCanBeRaised() throws Exception {
        start(false, Version.TLS_1_3);
        for (URI url : new URI[] {running().server.apiUrl(), grpc()}) {
            assertThat(protocol(url, "TLSv1.3")).isEqualTo("TLSv1.3");
            assertThatThrownBy(() -> protocol(url, "TLSv1.2")).isInstanceOf(IOException.class);
        }
    }

    private String protocol(URI url, String... offered) throws Exception {
        return handshake(url, offered).getSession().getProtocol();
    }

    private SSLSocket handshake(URI url, String... offered) throws Exception {
        try (SSLSocket socket =
                (SSLSocket) context(null).getSocketFactory().createSocket(url.getHost(), url.getPort())) {
            if (offered.length > 0) {
                socket.setEnabledProtocols(offered);
            }
            socket.startHandshake();
            return socket;
        }
    }

    @Test
    void aNewCertificateIsShownToNewConnections() throws Exception {
        start(false, Version.TLS_1_2);
        String before = shown(grpc());
        assertThat(shown(running().server.apiUrl())).isEqualTo(before);
        Certificates.Pair old = serving;
        byte[] oldKey = Files.readAllBytes(old.key());
        serving = certificates.server();
        byte[] newKey = Files.readAllBytes(serving.key());
        Files.write(serving.key(), oldKey);
        try (Logged logged = new Logged("io.rubato")) {
            // The key comes later than the certificate: meanwhile both stay as they were.
            Await.until("the half was seen", () -> {
                assertThat(shown(grpc())).isEqualTo(before);
                return logged.messages().stream().anyMatch(m -> m.contains("not the private key of the certificate"));
            });
        }
        Files.write(serving.key(), newKey);
        String after = serving.bundle().getCertificate().getSerialNumber().toString(16);
        assertThat(after).isNotEqualTo(before);
        Await.until("gRPC shows the new one", () -> shown(grpc()).equals(after));
        Await.until(
                "the API shows the new one",
                () -> shown(running().server.apiUrl()).equals(after));
        assertThat(get(null, HttpClient.Version.HTTP_1_1).statusCode()).isEqualTo(200);
    }

    private String shown(URI url) {
        try {
            X509Certificate certificate =
                    (X509Certificate) handshake(url).getSession().getPeerCertificates()[0];
            return certificate.getSerialNumber().toString(16);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void whoDoesNotSpeakTlsIsRefusedAndLogged() throws Exception {
        start(false, Version.TLS_1_2);
        for (URI url : new URI[] {running().server.apiUrl(), grpc()}) {
            try (Logged logged = new Logged("io.rubato");
                    Socket socket = new Socket(url.getHost(), url.getPort())) {
                socket.setSoTimeout(Deadline.MILLIS);
                socket.getOutputStream().write("GET /ready HTTP/1.1\r\nhost: a\r\n\r\n".getBytes(US_ASCII));
                assertThat(new String(socket.getInputStream().readAllBytes(), US_ASCII))
                        .doesNotContain("HTTP");
                logged.await("connection refused: the client does not speak TLS");
            }
        }
        assertThat(get(null, HttpClient.Version.HTTP_1_1).statusCode()).isEqualTo(200);
    }

    @Test
    void filesThatCannotBeUsedStopTheStart() throws Exception {
        Path cert = serving.cert();
        serving = new Certificates.Pair(
                serving.bundle(), cert, certificates.client().key());
        assertThatThrownBy(() -> start(false, Version.TLS_1_2))
                .isInstanceOf(StartException.class)
                .hasMessageContaining("client.key: not the private key of the certificate in")
                .hasMessageNotContaining("\n");
        serving = new Certificates.Pair(serving.bundle(), cert, Files.writeString(directory.resolve("x"), "hello"));
        assertThatThrownBy(() -> start(false, Version.TLS_1_2))
                .isInstanceOf(StartException.class)
                .hasMessageContaining("not a certificate and its private key in PEM")
                .hasMessageNotContaining("\n");
        serving = new Certificates.Pair(serving.bundle(), cert, directory.resolve("absent"));
        assertThatThrownBy(() -> start(false, Version.TLS_1_2)).hasMessageContaining("absent: no such file");
    }
}
