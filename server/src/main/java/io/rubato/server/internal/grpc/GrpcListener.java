package io.rubato.server.internal.grpc;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.handler.ssl.SslContext;
import io.rubato.server.internal.http.Connections;
import io.rubato.server.internal.http.EventLoops;
import io.rubato.server.internal.http.ListenException;
import io.rubato.server.internal.http.OpenPort;
import io.rubato.server.internal.route.Access;
import io.rubato.server.internal.tls.ServerTls;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/// One open port that speaks gRPC, over TLS or in the clear.
public final class GrpcListener implements OpenPort {
    private final Channel channel;
    private final Set<Channel> connections;
    private final GrpcRoutes routes;

    private GrpcListener(Channel channel, Set<Channel> connections, GrpcRoutes routes) {
        this.channel = channel;
        this.connections = connections;
        this.routes = routes;
    }

    /// Opens the port.
    ///
    /// @param name what listens, for messages
    /// @param workers stays the caller's
    /// @throws ListenException when the port cannot be opened
    public static GrpcListener open(
            String name,
            InetSocketAddress address,
            EventLoopGroup workers,
            Connections limits,
            GrpcRoutes routes,
            GrpcTimes times) {
        return open(name, address, workers, limits, connection -> {}, routes, times);
    }

    /// The same with TLS.
    ///
    /// @throws ListenException also when this Java cannot do it
    public static GrpcListener open(
            String name,
            InetSocketAddress address,
            EventLoopGroup workers,
            Connections limits,
            ServerTls tls,
            GrpcRoutes routes,
            GrpcTimes times) {
        try {
            SslContext context = tls.http2();
            return open(name, address, workers, limits, connection -> tls.begin(connection, context), routes, times);
        } catch (IOException e) {
            throw new ListenException(String.valueOf(e.getMessage()));
        }
    }

    private static GrpcListener open(
            String name,
            InetSocketAddress address,
            EventLoopGroup workers,
            Connections limits,
            Consumer<Channel> beginning,
            GrpcRoutes routes,
            GrpcTimes times) {
        Set<Channel> connections = ConcurrentHashMap.newKeySet();
        ServerBootstrap bootstrap = new ServerBootstrap()
                .group(workers)
                .channel(EventLoops.serverChannel())
                .option(ChannelOption.SO_BACKLOG, 1024)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childHandler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel connection) {
                        if (!limits.admit(connection)) {
                            return;
                        }
                        connections.add(connection);
                        connection.closeFuture().addListener(closed -> connections.remove(connection));
                        beginning.accept(connection);
                        connection.pipeline().addLast(new FirstBytes(routes, times, limits));
                    }
                });
        ChannelFuture bound = bootstrap.bind(address).awaitUninterruptibly();
        Throwable cause = bound.cause();
        if (cause != null) {
            throw ListenException.of(name, address, cause);
        }
        return new GrpcListener(bound.channel(), connections, routes);
    }

    @Override
    public int port() {
        return ((InetSocketAddress) channel.localAddress()).getPort();
    }

    @Override
    public Map<String, Access> routes() {
        Map<String, Access> access = new LinkedHashMap<>();
        routes.methods().forEach((path, method) -> access.put(path, method.access()));
        return access;
    }

    @Override
    public CompletableFuture<Void> close() {
        return close(channel)
                .thenCompose(nobodyComesIn -> CompletableFuture.allOf(
                        connections.stream().map(GrpcListener::close).toArray(CompletableFuture<?>[]::new)));
    }

    private static CompletableFuture<Void> close(Channel channel) {
        CompletableFuture<Void> closed = new CompletableFuture<>();
        channel.close().addListener(done -> closed.complete(null));
        return closed;
    }
}
