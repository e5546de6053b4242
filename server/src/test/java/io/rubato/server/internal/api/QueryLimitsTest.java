package io.rubato.server.internal.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rubato.server.Await;
import io.rubato.server.Deadline;
import io.rubato.server.GatedStore;
import io.rubato.server.GrpcClient;
import io.rubato.server.Running;
import io.rubato.server.SmallBlocks;
import io.rubato.server.TempoProto;
import io.rubato.server.config.MetricsSettings;
import io.rubato.server.config.QueryMemorySettings;
import io.rubato.server.config.QuerySettings;
import io.rubato.server.config.RuleSettings;
import io.rubato.server.config.SecuritySettings;
import io.rubato.server.config.ServerConfig;
import io.rubato.server.config.ServerSettings;
import io.rubato.server.config.TenantSettings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Queries that nobody waits for any more, that wait for others, or that take too long; over real sockets.
class QueryLimitsTest {
    private static final int ANY = 1_000_000;
    private static final String SEARCH = "/api/search?q=%7B%7D";

    @TempDir
    private Path directory;

    private static ServerConfig config(Path directory, Duration timeout, int waiting, int grpcPort) {
        ServerConfig usual = Running.config(directory, "");
        return new ServerConfig(
                new ServerSettings(
                        usual.server().httpListenAddress(),
                        0,
                        grpcPort,
                        0,
                        "",
                        usual.server().gracefulShutdownTimeout(),
                        usual.server().logLevel(),
                        usual.server().logFormat()),
                usual.receivers(),
                usual.limits(),
                usual.storage(),
                usual.head(),
                usual.compaction(),
                usual.retention(),
                new QuerySettings(
                        20,
                        0,
                        Duration.ZERO,
                        3,
                        0,
                        timeout,
                        timeout,
                        1 << 20,
                        waiting,
                        MetricsSettings.DEFAULT,
                        QueryMemorySettings.DEFAULT),
                RuleSettings.DEFAULT,
                usual.spanMetrics(),
                SecuritySettings.DEFAULT,
                TenantSettings.DEFAULT);
    }

    private Running start(GatedStore store, ServerConfig config) {
        Running running = Running.over(config, () -> store);
        running.server.awaitReady();
        return running;
    }

    @Test
    void aClientThatHangsUpEndsTheWork() throws Exception {
        GatedStore store = new GatedStore(SmallBlocks.open(directory));
        try (Running running = start(store, config(directory, Duration.ofMinutes(1), 10, 0))) {
            try (Socket socket = new Socket(
                    InetAddress.getLoopbackAddress(), running.server.apiUrl().getPort())) {
                socket.getOutputStream()
                        .write(("GET " + SEARCH + " HTTP/1.1\r\nhost: x\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
                Await.until("batches to be asked for", () -> store.waiting.get() == atOnce());
            }
            awaitFigure(running, "rubato_queries_abandoned_total 1");
            store.permits.release(ANY);
            Await.until("the snapshot to be closed", () -> store.openSnapshots.get() == 0);
            assertThat(store.opened.get()).isEqualTo(atOnce()).isLessThan(SmallBlocks.TRACES);
        }
    }

    /// Batches that one query has open at a time.
    private static int atOnce() {
        return Math.min(SmallBlocks.TRACES, Runtime.getRuntime().availableProcessors());
    }

    @Test
    void oneTooManyIsToldSo() throws Exception {
        GatedStore store = new GatedStore(SmallBlocks.open(directory));
        int worked = Math.max(4, 2 * Runtime.getRuntime().availableProcessors());
        try (Running running = start(store, config(directory, Duration.ofMinutes(1), 1, 0));
                ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<HttpResponse<String>>> answers = new ArrayList<>();
            for (int i = 0; i < worked; i++) {
                answers.add(clients.submit(() -> running.get(SEARCH)));
            }
            awaitFigure(running, "rubato_queries_running " + worked);
            answers.add(clients.submit(() -> running.get(SEARCH)));
            awaitFigure(running, "rubato_queries_waiting 1");
            HttpResponse<String> refused = running.get(SEARCH);
            assertThat(refused.statusCode()).isEqualTo(429);
            assertThat(refused.body()).isEqualTo("job queue full");
            try (GrpcClient client = new GrpcClient(running.server.apiUrl())) {
                assertThatThrownBy(() -> client.call(
                                "tempopb.StreamingQuerier/Search", TempoProto.of("SearchRequest"), "SearchResponse"))
                        .hasMessage("RESOURCE_EXHAUSTED: job queue full");
            }
            store.permits.release(ANY);
            for (Future<HttpResponse<String>> answer : answers) {
                assertThat(answer.get().statusCode()).isEqualTo(200);
            }
        }
    }

    private static void awaitFigure(Running running, String line) {
        Await.until(line, () -> running.get("/metrics").body().contains(line + "\n"));
    }

    @Test
    void aQueryOutOfTimeSaysSo() throws Exception {
        GatedStore store = new GatedStore(SmallBlocks.open(directory));
        int port = freePort();
        try (Running running = start(store, config(directory, Duration.ofMillis(100), 10, port));
                ExecutorService gate = Executors.newSingleThreadExecutor();
                GrpcClient client = new GrpcClient(URI.create("http://127.0.0.1:" + port))) {
            Future<?> opening = gate.submit(() -> {
                endLate(store);
                endLate(store);
            });
            HttpResponse<String> late = running.get(SEARCH);
            assertThat(late.statusCode()).isEqualTo(504);
            assertThat(late.body()).isEqualTo("the query took longer than 100 ms: context deadline exceeded");
            assertThatThrownBy(() -> client.call(
                            "tempopb.StreamingQuerier/Search", TempoProto.of("SearchRequest"), "SearchResponse"))
                    .hasMessage("DEADLINE_EXCEEDED: the query took longer than 100 ms: context deadline exceeded");
            opening.get(Deadline.SECONDS, TimeUnit.SECONDS);
            assertThat(running.get("/api/rubato/status").body()).contains("Query/gRPC");
        }
    }

    /// Lets a query go on when its time is up.
    private static void endLate(GatedStore store) {
        Await.until("batches to be asked for", () -> store.waiting.get() == atOnce());
        long later = System.nanoTime() + Duration.ofMillis(200).toNanos();
        Await.until("time to be up", () -> System.nanoTime() > later);
        store.permits.release(atOnce());
        Await.until("the query to end", () -> store.openSnapshots.get() == 0);
    }

    private static int freePort() throws IOException {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return free.getLocalPort();
        }
    }

    @Test
    void aWatcherHearsWhenServingBeginsAndTheStoreIsNotThereYet() throws Exception {
        CompletableFuture<Void> open = new CompletableFuture<>();
        try (Running running = Running.over(config(directory, Duration.ofSeconds(5), 10, 0), () -> {
                    open.join();
                    return SmallBlocks.open(directory);
                });
                GrpcClient client = new GrpcClient(running.server.apiUrl())) {
            GrpcClient.Call watch = client.start("grpc.health.v1.Health/Watch", TempoProto.of("HealthCheck"));
            Await.until("a first state", () -> watch.messages().size() == 1);
            assertThat(watch.messages().getFirst()).containsExactly(0x08, 2);
            assertThatThrownBy(() -> client.call(
                            "tempopb.StreamingQuerier/Search", TempoProto.of("SearchRequest"), "SearchResponse"))
                    .hasMessageStartingWith("UNAVAILABLE: starting");
            open.complete(null);
            Await.until("the next", () -> watch.messages().size() == 2);
            assertThat(watch.messages().getLast()).containsExactly(0x08, 1);
            assertThat(watch.ended()).isNotDone();
            watch.call().cancel("enough", null);
        }
    }
}
