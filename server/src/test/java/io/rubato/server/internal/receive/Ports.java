package io.rubato.server.internal.receive;

import io.netty.channel.EventLoopGroup;
import io.rubato.server.MemoryStore;
import io.rubato.server.config.ConnectionSettings;
import io.rubato.server.config.ReceiverSettings;
import io.rubato.server.config.ServerConfig;
import io.rubato.server.internal.grpc.GrpcListener;
import io.rubato.server.internal.grpc.GrpcTimes;
import io.rubato.server.internal.http.Connections;
import io.rubato.server.internal.http.EventLoops;
import io.rubato.server.internal.http.Listener;
import io.rubato.server.internal.life.Life;
import io.rubato.server.internal.life.Phase;
import io.rubato.server.internal.metrics.Registry;
import io.rubato.server.internal.tenant.OneStore;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/// Both OTLP ports over a [MemoryStore].
final class Ports implements AutoCloseable {
    static final int MAX_BODY = 65 << 20;
    static final int MAX_JSON = 8 << 20;

    private static final ReceiverSettings.Cors ANY_PAGE =
            new ReceiverSettings.Cors(List.of("*"), List.of("*"), Duration.ofHours(2));

    final MemoryStore store = new MemoryStore();
    final Life life = new Life();
    final Registry registry = new Registry();
    final Intake intake;
    final Connections connections;
    private final ExecutorService transcoding = Executors.newFixedThreadPool(2);
    private final EventLoopGroup workers = EventLoops.workers(2);
    private final GrpcListener grpc;
    private final Listener http;

    Ports() {
        this(GrpcTimes.DEFAULT, 256 << 20);
    }

    Ports(ConnectionSettings settings) {
        this(GrpcTimes.of(settings), 256 << 20, settings);
    }

    /// @param bodyMemory see [ReceiverLimits]
    Ports(GrpcTimes times, long bodyMemory) {
        this(times, bodyMemory, ConnectionSettings.DEFAULT);
    }

    private Ports(GrpcTimes times, long bodyMemory, ConnectionSettings settings) {
        connections = new Connections(settings);
        intake = new Intake(life, registry, new ReceiverLimits(MAX_BODY, MAX_BODY, MAX_JSON, bodyMemory));
        life.move(new Phase.Serving(new OneStore(store, ServerConfig.DEFAULT)));
        InetSocketAddress any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        grpc = GrpcListener.open("OTLP/gRPC", any, workers, connections, OtlpPorts.grpc(intake, transcoding), times);
        http = Listener.open(
                "OTLP/HTTP",
                any,
                workers,
                connections,
                Optional.empty(),
                port -> OtlpPorts.http(port, intake, ANY_PAGE, transcoding));
    }

    CompletableFuture<Void> closeGrpc() {
        return grpc.close();
    }

    int grpcPort() {
        return grpc.port();
    }

    int httpPort() {
        return http.port();
    }

    String httpUrl(String path) {
        return "http://127.0.0.1:" + http.port() + path;
    }

    @Override
    public void close() {
        CompletableFuture.allOf(grpc.close(), http.close()).join();
        transcoding.shutdownNow();
        workers.shutdownGracefully().syncUninterruptibly();
    }
}
