package io.rubato.server.internal.http;

import com.linecorp.armeria.common.SessionProtocol;
import com.linecorp.armeria.server.Server;
import com.linecorp.armeria.server.ServerBuilder;
import com.linecorp.armeria.server.ServiceConfig;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import io.netty.channel.EventLoopGroup;
import io.rubato.server.internal.route.Access;
import io.rubato.server.internal.route.Route;
import io.rubato.server.internal.tls.ServerTls;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;

/// One open port that speaks HTTP/1.1 and HTTP/2: over TLS, or in the clear with prior knowledge.
///
/// Windows and frames are large, so that a batch of spans arrives in a few pieces and without waiting for window
/// updates; time limits are long enough for a slow client, and no thread waits for one.
public final class Listener implements OpenPort {
    private static final int STREAM_WINDOW = 4 << 20;
    private static final int CONNECTION_WINDOW = 16 << 20;
    private static final int FRAME = 256 << 10;
    private static final int LINE = 512 << 10;
    private static final int STREAMS = 100;
    private static final int RESETS = 1_000;
    private static final int RESETS_SECONDS = 30;

    private final Server server;

    private Listener(Server server) {
        this.server = server;
    }

    /// Opens the port.
    ///
    /// @param name what listens, for messages
    /// @param workers stays the caller's
    /// @param tls what encrypts it, if anything does
    /// @throws ListenException when the port cannot be opened
    public static Listener open(
            String name,
            InetSocketAddress address,
            EventLoopGroup workers,
            Connections connections,
            Optional<ServerTls> tls,
            Consumer<ServerBuilder> services) {
        ServerBuilder builder = Server.builder()
                .port(address, tls.isPresent() ? SessionProtocol.HTTPS : SessionProtocol.HTTP)
                .workerGroup(workers, false)
                .bossGroupFactory(EventLoops::acceptor)
                .meterRegistry(new CompositeMeterRegistry())
                .http2InitialStreamWindowSize(STREAM_WINDOW)
                .http2InitialConnectionWindowSize(CONNECTION_WINDOW)
                .http2MaxFrameSize(FRAME)
                .http2MaxStreamsPerConnection(STREAMS)
                .http2MaxResetFramesPerWindow(RESETS, RESETS_SECONDS)
                .http2MaxHeaderListSize(LINE)
                .http1MaxInitialLineLength(LINE)
                .http1MaxChunkSize(64 << 10)
                .maxRequestLength(0)
                .requestTimeout(Duration.ofSeconds(60))
                .idleTimeout(connections.settings().idleTimeout(), false)
                .childChannelPipelineCustomizer(pipeline -> {
                    if (connections.admit(pipeline.channel())) {
                        RequestClock.watch(pipeline, connections);
                    }
                })
                .gracefulShutdownTimeout(Duration.ofMillis(50), Duration.ofSeconds(1))
                .errorHandler(new PlainErrors())
                .unloggedExceptionsReportInterval(Duration.ZERO)
                .disableServerHeader();
        tls.ifPresent(secure -> secure.setUp(builder));
        services.accept(builder);
        Server server = builder.build();
        try {
            server.start().join();
        } catch (CompletionException e) {
            throw ListenException.of(name, address, e.getCause() == null ? e : e.getCause());
        }
        return new Listener(server);
    }

    @Override
    public int port() {
        return server.activeLocalPort();
    }

    @Override
    public Map<String, Access> routes() {
        Map<String, Access> routes = new LinkedHashMap<>();
        for (ServiceConfig service : server.serviceConfigs()) {
            String path = service.route().patternString();
            routes.put(
                    path,
                    Route.access(service)
                            .orElseThrow(() -> new IllegalStateException(path + " does not declare who may call it")));
        }
        return routes;
    }

    @Override
    public CompletableFuture<Void> close() {
        return server.stop();
    }
}
