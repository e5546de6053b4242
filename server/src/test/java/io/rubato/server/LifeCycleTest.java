package io.rubato.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.rubato.server.config.Endpoint;
import io.rubato.server.config.MetricsSettings;
import io.rubato.server.config.QueryMemorySettings;
import io.rubato.server.config.QuerySettings;
import io.rubato.server.config.ReceiverSettings;
import io.rubato.server.config.RuleSettings;
import io.rubato.server.config.SecuritySettings;
import io.rubato.server.config.ServerConfig;
import io.rubato.server.config.TenantSettings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LifeCycleTest {
    private static final byte[] NO_SPANS = "{}".getBytes(StandardCharsets.UTF_8);

    @TempDir
    private Path directory;

    @Test
    void portsAreOpenWhileTheLogIsReplayed() throws Exception {
        CountDownLatch replay = new CountDownLatch(1);
        MemoryStore store = new MemoryStore();
        try (Running running = Running.over(Running.config(directory, ""), () -> {
            awaitQuietly(replay);
            return store;
        })) {
            HttpResponse<String> ready = running.get("/ready");
            assertThat(ready.statusCode()).isEqualTo(503);
            assertThat(ready.body()).isEqualTo("starting: replaying the log\n");
            assertThat(running.get("/api/search").statusCode()).isEqualTo(503);
            assertThat(running.get("/api/echo").statusCode()).isEqualTo(200);
            assertThat(running.get("/metrics").body()).contains("rubato_ready 0\n");
            HttpResponse<String> sent = send(running);
            assertThat(sent.statusCode()).isEqualTo(503);
            assertThat(sent.headers().firstValue("retry-after")).hasValue("1");
            replay.countDown();
            running.server.awaitReady();
            assertThat(running.get("/ready").statusCode()).isEqualTo(200);
            assertThat(send(running).statusCode()).isEqualTo(200);
            assertThat(running.get("/metrics").body())
                    .contains("rubato_receiver_refused_total{reason=\"unavailable\"} 1\n");
            assertThat(status(running).at("/spansRefused/unavailable").asInt()).isEqualTo(1);
        }
        assertThat(store.closed).isTrue();
    }

    @Test
    void whatIsUnderWayIsAcknowledgedBeforeTheStoreIsClosed() throws Exception {
        MemoryStore store = new MemoryStore();
        store.hold = new CompletableFuture<>();
        Running running = Running.over(Running.config(directory, ""), () -> store);
        running.server.awaitReady();
        CompletableFuture<HttpResponse<String>> sent = CompletableFuture.supplyAsync(() -> send(running));
        Await.until("the request has come", () -> !store.requests.isEmpty());
        CompletableFuture<Void> closing = CompletableFuture.runAsync(running.server::close);
        Await.until("it is stopping", () -> running.get("/ready").statusCode() == 503);
        assertThat(running.get("/ready").body()).isEqualTo("stopping\n");
        assertThat(send(running).statusCode()).isEqualTo(503);
        assertThat(store.closed).isFalse();
        store.hold.complete(null);
        assertThat(sent.join().statusCode()).isEqualTo(200);
        long start = System.nanoTime();
        closing.join();
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Deadline.LONGEST);
        assertThat(store.closed).isTrue();
        running.close();
    }

    @Test
    void aStoreThatDoesNotAcknowledgeDoesNotHoldUpTheStop() {
        MemoryStore store = new MemoryStore();
        store.hold = new CompletableFuture<>();
        Running running = Running.over(Running.config(directory, ""), () -> store);
        running.server.awaitReady();
        CompletableFuture<Void> sent = CompletableFuture.runAsync(() -> send(running));
        Await.until("the request has come", () -> !store.requests.isEmpty());
        long start = System.nanoTime();
        running.server.close();
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Deadline.LONGEST);
        assertThat(store.closed).isTrue();
        assertThat(sent.handle((done, failure) -> true).join()).isTrue();
        running.close();
    }

    @Test
    void aPortInUseIsOneLine() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            ServerConfig config = Running.config(directory, "");
            ReceiverSettings receivers = new ReceiverSettings(
                    new ReceiverSettings.Grpc(true, new Endpoint("127.0.0.1", taken.getLocalPort()), 1 << 20),
                    config.receivers().http(),
                    config.receivers().zipkin(),
                    config.receivers().jaeger());
            ServerConfig clashing = new ServerConfig(
                    config.server(),
                    receivers,
                    config.limits(),
                    config.storage(),
                    config.head(),
                    config.compaction(),
                    config.retention(),
                    config.query(),
                    RuleSettings.DEFAULT,
                    config.spanMetrics(),
                    SecuritySettings.DEFAULT,
                    TenantSettings.DEFAULT);
            assertThatThrownBy(() -> RubatoServer.start(clashing, MemoryStore::new))
                    .isInstanceOf(StartException.class)
                    .hasMessageStartingWith(
                            "OTLP/gRPC: cannot listen on 127.0.0.1:" + taken.getLocalPort() + ": the port is in use")
                    .hasMessageNotContaining("\n");
        }
    }

    @Test
    void aQueryOutOfTimeIs504() {
        ServerConfig config = Running.config(directory, "");
        ServerConfig hasty = new ServerConfig(
                config.server(),
                config.receivers(),
                config.limits(),
                config.storage(),
                config.head(),
                config.compaction(),
                config.retention(),
                new QuerySettings(
                        20,
                        20,
                        Duration.ZERO,
                        3,
                        3,
                        Duration.ofNanos(1),
                        Duration.ofNanos(1),
                        1_000,
                        10,
                        MetricsSettings.DEFAULT,
                        QueryMemorySettings.DEFAULT),
                RuleSettings.DEFAULT,
                config.spanMetrics(),
                SecuritySettings.DEFAULT,
                TenantSettings.DEFAULT);
        MemoryStore store = new MemoryStore();
        try (Running running = Running.over(hasty, () -> store)) {
            running.server.awaitReady();
            HttpResponse<String> late = running.get("/api/search?q=%7B%7D");
            assertThat(late.statusCode()).isEqualTo(504);
            assertThat(late.body()).startsWith("the query took longer than");
            assertThat(running.get("/api/v2/traces/1").statusCode()).isEqualTo(504);
            assertThat(store.openSnapshots).hasValue(0);
        }
    }

    @Test
    void aStoreThatCannotBeOpenedIsOneLine() {
        try (Running running = Running.over(Running.config(directory, ""), () -> {
            throw new IOException("manifest: damaged at byte 3");
        })) {
            assertThatThrownBy(running.server::awaitReady)
                    .isInstanceOf(StartException.class)
                    .hasMessage("cannot open the store in " + directory + ": manifest: damaged at byte 3");
            assertThat(running.get("/ready").statusCode()).isEqualTo(503);
        }
    }

    @Test
    void thePrefixIsHonoured() {
        try (Running running = Running.over(Running.config(directory, "/tempo"), MemoryStore::new)) {
            running.server.awaitReady();
            assertThat(running.get("/tempo/api/echo").body()).isEqualTo("echo\n");
            assertThat(running.get("/tempo/api/v2/search/tag/span.a/values").body())
                    .isEqualTo("{\"tagValues\":[],\"metrics\":{}}");
            assertThat(running.get("/api/echo").body()).isEqualTo("echo\n");
            assertThat(running.get("/ready").statusCode()).isEqualTo(200);
        }
    }

    @Test
    void acknowledgedSpansAreThereAfterARestart() {
        String id = "0102030405060708090a0b0c0d0e0f10";
        byte[] body = """
                {"resourceSpans":[{"scopeSpans":[{"spans":[{"traceId":"%s","spanId":"0102030405060708",
                "name":"kept","startTimeUnixNano":"1795345600000000000"}]}]}]}""".formatted(id).getBytes(StandardCharsets.UTF_8);
        try (Running running = Running.in(directory)) {
            URI url = running.server.otlpHttpUrl().orElseThrow().resolve("/v1/traces");
            assertThat(running.post(url, "application/json", body).statusCode()).isEqualTo(200);
        }
        try (Running running = Running.in(directory)) {
            assertThat(running.get("/api/traces/" + id).body()).contains("\"kept\"");
        }
    }

    private static HttpResponse<String> send(Running running) {
        return running.post(
                running.server.otlpHttpUrl().orElseThrow().resolve("/v1/traces"), "application/json", NO_SPANS);
    }

    private static JsonNode status(Running running) throws IOException {
        return new ObjectMapper().readTree(running.get("/api/rubato/status").body());
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
