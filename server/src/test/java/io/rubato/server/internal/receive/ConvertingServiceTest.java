package io.rubato.server.internal.receive;

import static org.assertj.core.api.Assertions.assertThat;

import io.rubato.server.MemoryStore;
import io.rubato.server.Running;
import io.rubato.server.config.ReceiverSettings;
import io.rubato.server.config.SecuritySettings;
import io.rubato.server.config.ServerConfig;
import io.rubato.server.config.ServerSettings;
import io.rubato.server.config.TenantSettings;
import io.rubato.storage.IngestException;
import io.rubato.storage.IngestException.Reason;
import io.rubato.storage.IngestResult;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What receivers of other protocols say to their senders.
class ConvertingServiceTest {
    private static final byte[] SPAN =
            "[{\"traceId\":\"a\",\"id\":\"b\",\"tags\":{\"x\":\"y\"}}]".getBytes(StandardCharsets.UTF_8);

    @TempDir
    private Path directory;

    private final HttpClient client = HttpClient.newHttpClient();
    private final MemoryStore store = new MemoryStore();
    private @Nullable Running started;

    @AfterEach
    void stop() {
        running().close();
        client.close();
    }

    @Test
    void aBodyIsTakenPlainAndCompressed() throws Exception {
        start(Running.config(directory, ""));
        assertAnswer(post(SPAN, "identity"), 202, "");
        ByteArrayOutputStream gzip = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(gzip)) {
            out.write(SPAN);
        }
        assertAnswer(post(gzip.toByteArray(), "gzip"), 202, "");
        assertThat(store.requests).hasSize(2);
        assertThat(store.requests.get(1).plain())
                .hasSameSizeAs(store.requests.get(0).plain());
        assertAnswer(post(SPAN, "gzip"), 400, "body is not GZIP");
        assertAnswer(post(SPAN, "br"), 415, "content-encoding 'br' is not supported");
    }

    @Test
    void aBodyOverTheLimitIs413() throws Exception {
        ServerConfig usual = Running.config(directory, "");
        ReceiverSettings receivers = usual.receivers();
        ReceiverSettings.Http http = receivers.http();
        start(with(
                usual,
                usual.server(),
                new ReceiverSettings(
                        receivers.grpc(),
                        new ReceiverSettings.Http(true, http.endpoint(), 1024, http.cors()),
                        receivers.zipkin(),
                        receivers.jaeger())));
        assertAnswer(post(new byte[2048], "identity"), 413, "over the limit of 1024 bytes");
    }

    @Test
    void anOverloadedStoreIs429() throws Exception {
        start(Running.config(directory, ""));
        store.refusal = new IngestException(Reason.OVERLOADED, "too many spans", Duration.ofSeconds(3));
        HttpResponse<String> response = post(SPAN, "identity");
        assertAnswer(response, 429, "too many spans");
        assertThat(response.headers().firstValue("retry-after")).hasValue("3");
    }

    @Test
    void rejectedSpansAreReported() throws Exception {
        start(Running.config(directory, ""));
        store.result = new IngestResult(1, 2, "bad trace id", 0);
        assertAnswer(post(SPAN, "identity"), 202, "2 spans rejected: bad trace id");
        store.result = new IngestResult(0, 2, "bad trace id", 0);
        assertAnswer(post(SPAN, "identity"), 400, "2 spans rejected: bad trace id");
    }

    @Test
    void whatIsOffSaysSo() throws Exception {
        ServerConfig usual = Running.config(directory, "");
        ReceiverSettings receivers = usual.receivers();
        ReceiverSettings.Port off =
                new ReceiverSettings.Port(false, receivers.zipkin().endpoint());
        start(with(
                usual,
                usual.server(),
                new ReceiverSettings(receivers.grpc(), receivers.http(), off, new ReceiverSettings.Jaeger(off, off))));
        assertAnswer(post(SPAN, "identity"), 404, "receivers.zipkin is off");
        assertThat(running().server.zipkinUrl()).isEmpty();
        assertThat(running().server.jaegerGrpcUrl()).isEmpty();
        assertThat(running().server.jaegerThriftUrl()).isEmpty();
        assertThat(running().get("/api/v2/services").statusCode()).isEqualTo(200);
    }

    @Test
    void jaegersApiMayHaveAPortOfItsOwn() throws Exception {
        ServerConfig usual = Running.config(directory, "");
        int port;
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        ServerSettings server = usual.server();
        start(with(
                usual,
                new ServerSettings(
                        server.httpListenAddress(),
                        0,
                        0,
                        port,
                        "",
                        server.gracefulShutdownTimeout(),
                        server.logLevel(),
                        server.logFormat()),
                usual.receivers()));
        String url = "http://127.0.0.1:" + port;
        assertAnswer(get(url + "/api/services"), 200, "{\"data\":[],\"total\":0,");
        assertAnswer(get(url + "/api/traces/1"), 404, "trace not found");
        assertAnswer(get(url + "/api/v3/services"), 200, "{\"services\":[]}");
        assertAnswer(get(url + "/api/search"), 404, "");
    }

    private void start(ServerConfig config) {
        started = Running.over(config, () -> store);
        started.server.awaitReady();
    }

    private Running running() {
        return Objects.requireNonNull(started, "started");
    }

    private static ServerConfig with(ServerConfig usual, ServerSettings server, ReceiverSettings receivers) {
        return new ServerConfig(
                server,
                receivers,
                usual.limits(),
                usual.storage(),
                usual.head(),
                usual.compaction(),
                usual.retention(),
                usual.query(),
                usual.rules(),
                usual.spanMetrics(),
                SecuritySettings.DEFAULT,
                TenantSettings.DEFAULT);
    }

    private HttpResponse<String> get(String url) throws IOException, InterruptedException {
        return client.send(HttpRequest.newBuilder(URI.create(url)).build(), HttpResponse.BodyHandlers.ofString());
    }

    private HttpResponse<String> post(byte[] body, String encoding) throws IOException, InterruptedException {
        URI url = running().server.apiUrl().resolve("/api/v2/spans");
        return client.send(
                HttpRequest.newBuilder(url)
                        .header("content-type", "application/json; charset=utf-8")
                        .header("content-encoding", encoding)
                        .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private static void assertAnswer(HttpResponse<String> response, int status, String part) {
        assertThat(response.body()).contains(part);
        assertThat(response.statusCode()).isEqualTo(status);
    }
}
