package io.rubato.server;

import com.linecorp.armeria.server.ServerBuilder;
import io.netty.channel.EventLoopGroup;
import io.rubato.server.config.Endpoint;
import io.rubato.server.config.ReceiverSettings;
import io.rubato.server.config.ServerConfig;
import io.rubato.server.config.TlsSettings;
import io.rubato.server.internal.api.ApiPort;
import io.rubato.server.internal.api.QueryRunner;
import io.rubato.server.internal.api.ServerStatus;
import io.rubato.server.internal.api.ServerStatus.Listening;
import io.rubato.server.internal.api.Tails;
import io.rubato.server.internal.edges.GraphEdges;
import io.rubato.server.internal.edges.ServiceEdges;
import io.rubato.server.internal.grpc.GrpcListener;
import io.rubato.server.internal.grpc.GrpcRoutes;
import io.rubato.server.internal.grpc.GrpcTimes;
import io.rubato.server.internal.http.Connections;
import io.rubato.server.internal.http.EventLoops;
import io.rubato.server.internal.http.ListenException;
import io.rubato.server.internal.http.Listener;
import io.rubato.server.internal.http.OpenPort;
import io.rubato.server.internal.http.PlainText;
import io.rubato.server.internal.jaeger.JaegerApi;
import io.rubato.server.internal.receive.Intake;
import io.rubato.server.internal.receive.OtlpPorts;
import io.rubato.server.internal.route.Access;
import io.rubato.server.internal.route.Route;
import io.rubato.server.internal.tls.ServerTls;
import io.rubato.server.internal.zipkin.ZipkinApi;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;

/// The process's ports. Receivers have threads of their own, so that a large request does not hold up queries.
final class OpenPorts implements AutoCloseable {
    static final String API = "HTTP API and web page";
    static final String QUERY_GRPC = "Query/gRPC";
    static final String OTLP_GRPC = "OTLP/gRPC";
    static final String OTLP_HTTP = "OTLP/HTTP";
    static final String ZIPKIN = "Zipkin";
    static final String JAEGER_QUERY = "Jaeger query";
    static final String JAEGER_GRPC = "Jaeger/gRPC";
    static final String JAEGER_THRIFT = "Jaeger/thrift over HTTP";

    private static final ServiceEdges EDGES = new GraphEdges();

    private static final int CLOSE_SECONDS = 2;

    private final int cores = Runtime.getRuntime().availableProcessors();
    private final EventLoopGroup receiving = EventLoops.workers(cores);
    private final EventLoopGroup answering = EventLoops.workers(cores);
    private final ExecutorService transcoding = Executors.newFixedThreadPool(
            cores, Thread.ofPlatform().daemon().name("rubato-json-", 0).factory());
    private final Security security;
    private final Connections connections;
    private final Map<String, OpenPort> ports = new ConcurrentHashMap<>();
    private final List<Listening> listening = new CopyOnWriteArrayList<>();

    /// @param security says of every port who may use it
    OpenPorts(Security security, Connections connections) {
        this.security = security;
        this.connections = connections;
    }

    /// @throws ListenException when a port cannot be opened
    void open(
            ServerConfig config,
            Intake intake,
            QueryRunner queries,
            Tails tails,
            Function<String, byte[]> rules,
            ServerStatus status) {
        Endpoint api = new Endpoint(
                config.server().httpListenAddress(), config.server().httpListenPort());
        ReceiverSettings receivers = config.receivers();
        Map<String, Route> zipkin = zipkin(config, intake, queries, status);
        Map<String, Route> jaeger = JaegerApi.routes(queries, config, EDGES);
        Map<String, Route> jaegerMethods = JaegerApi.methods(queries, config, EDGES);
        Map<String, Route> beside = new LinkedHashMap<>(zipkin);
        beside.putAll(JaegerApi.beside(jaeger));
        ApiPort.Others others = new ApiPort.Others(beside, jaegerMethods);
        open(API, api, answering, port -> ApiPort.open(port, config, queries, tails, rules, status, others));
        if (config.server().jaegerQueryPort() != 0) {
            Endpoint query = new Endpoint(
                    config.server().httpListenAddress(), config.server().jaegerQueryPort());
            open(
                    JAEGER_QUERY,
                    query,
                    answering,
                    port -> ApiPort.open(port, config, new ApiPort.Others(jaeger, jaegerMethods), status));
        }
        if (config.server().grpcListenPort() != 0) {
            Endpoint grpc = new Endpoint(
                    config.server().httpListenAddress(), config.server().grpcListenPort());
            open(QUERY_GRPC, grpc, answering, port -> ApiPort.openGrpc(port, config, queries, status, jaegerMethods));
        }
        if (receivers.grpc().enabled()) {
            openGrpc(OTLP_GRPC, receivers.grpc().endpoint(), OtlpPorts.grpc(intake, transcoding));
        }
        if (receivers.http().enabled()) {
            ReceiverSettings.Http http = receivers.http();
            open(OTLP_HTTP, http.endpoint(), receiving, port -> OtlpPorts.http(port, intake, http.cors(), transcoding));
        }
        openOthers(config, intake, zipkin, status);
    }

    private void openOthers(ServerConfig config, Intake intake, Map<String, Route> zipkin, ServerStatus status) {
        ReceiverSettings receivers = config.receivers();
        if (receivers.zipkin().enabled()) {
            open(
                    ZIPKIN,
                    receivers.zipkin().endpoint(),
                    receiving,
                    port -> ApiPort.open(port, config, zipkin, ApiPort.NOT_FOUND, status.registry()));
        }
        ReceiverSettings.Port thrift = receivers.jaeger().thriftHttp();
        if (thrift.enabled()) {
            Map<String, Route> routes = JaegerApi.thriftHttp(intake, transcoding);
            Route unknown = Route.ingest((ctx, request) -> PlainText.notFound());
            open(
                    JAEGER_THRIFT,
                    thrift.endpoint(),
                    receiving,
                    port -> ApiPort.open(port, config, routes, unknown, status.registry()));
        }
        ReceiverSettings.Port grpc = receivers.jaeger().grpc();
        if (grpc.enabled()) {
            openGrpc(JAEGER_GRPC, grpc.endpoint(), JaegerApi.grpc(intake, transcoding));
        }
    }

    private Map<String, Route> zipkin(ServerConfig config, Intake intake, QueryRunner queries, ServerStatus status) {
        return ZipkinApi.routes(
                queries,
                config.query(),
                EDGES,
                status,
                config.receivers().zipkin().enabled() ? ZipkinApi.receivers(intake, transcoding) : Map.of());
    }

    private void openGrpc(String name, Endpoint where, GrpcRoutes routes) {
        InetSocketAddress address = address(name, where);
        Optional<ServerTls> tls = security.tls(name, security.settings().otlpGrpc());
        GrpcRoutes guarded = security.guard(routes);
        GrpcTimes times = GrpcTimes.of(connections.settings());
        OpenPort port = tls.isPresent()
                ? GrpcListener.open(name, address, receiving, connections, tls.get(), guarded, times)
                : GrpcListener.open(name, address, receiving, connections, guarded, times);
        opened(name, where, address, tls, port);
    }

    private void open(String name, Endpoint where, EventLoopGroup workers, Consumer<ServerBuilder> services) {
        InetSocketAddress address = address(name, where);
        boolean receives = workers.equals(receiving);
        TlsSettings settings =
                receives ? security.settings().otlpHttp() : security.settings().server();
        Optional<ServerTls> tls = security.tls(name, settings);
        boolean onlyReceives = name.equals(OTLP_HTTP) || name.equals(JAEGER_THRIFT);
        Consumer<ServerBuilder> guarded = services.andThen(security::guard)
                .andThen(port -> security.guardFromPages(port, address.getAddress(), tls, onlyReceives));
        opened(name, where, address, tls, Listener.open(name, address, workers, connections, tls, guarded));
    }

    private void opened(
            String name, Endpoint where, InetSocketAddress address, Optional<ServerTls> tls, OpenPort port) {
        ports.put(name, port);
        Map<String, Access> _ = port.routes();
        Endpoint open = new Endpoint(shown(where.host()), port.port());
        listening.add(new Listening(name, (tls.isPresent() ? "https://" : "http://") + open));
        security.warn(name, new Endpoint(where.host(), port.port()), address.getAddress(), tls);
    }

    private static InetSocketAddress address(String name, Endpoint where) {
        try {
            return new InetSocketAddress(InetAddress.getAllByName(where.host())[0], where.port());
        } catch (UnknownHostException e) {
            throw new ListenException(name + ": cannot listen on " + where + ": unknown host");
        }
    }

    /// A host that a browser on this machine can open.
    private static String shown(String host) {
        return host.equals("0.0.0.0") || host.equals("::") ? "localhost" : host;
    }

    /// The ports that are open, by name.
    Map<String, OpenPort> ports() {
        return Map.copyOf(ports);
    }

    List<Listening> listening() {
        return List.copyOf(listening);
    }

    @Override
    public void close() {
        CompletableFuture.allOf(ports.values().stream().map(OpenPort::close).toArray(CompletableFuture<?>[]::new))
                .completeOnTimeout(null, CLOSE_SECONDS, TimeUnit.SECONDS)
                .handle((done, failure) -> true)
                .join();
        security.close();
        transcoding.shutdownNow();
        receiving.shutdownGracefully().syncUninterruptibly();
        answering.shutdownGracefully().syncUninterruptibly();
    }
}
