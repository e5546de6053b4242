package io.rubato.server.internal.api;

import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.common.ResponseHeaders;
import com.linecorp.armeria.server.HttpService;
import com.linecorp.armeria.server.ServerBuilder;
import com.linecorp.armeria.server.encoding.EncodingService;
import io.rubato.query.QueryEngine;
import io.rubato.server.config.QuerySettings;
import io.rubato.server.config.ServerConfig;
import io.rubato.server.internal.graph.GraphService;
import io.rubato.server.internal.graph.OperationsService;
import io.rubato.server.internal.http.PlainText;
import io.rubato.server.internal.metrics.Registry;
import io.rubato.server.internal.prometheus.PrometheusApi;
import io.rubato.server.internal.route.Route;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// What the API's port serves: Tempo's HTTP API, probes, our own status, and the web page.
public final class ApiPort {
    private static final int SMALLEST_TO_COMPRESS = 1_024;
    private static final Duration GRACE = Duration.ofSeconds(5);

    /// Tells those who may query that a path is not here.
    public static final Route NOT_FOUND = Route.query((ctx, request) -> PlainText.notFound());

    private static final Route NO_METHOD = Route.query(GrpcService.unknown(NOT_FOUND));

    private ApiPort() {}

    /// APIs of other systems beside Tempo's, by path.
    ///
    /// @param routes over HTTP
    /// @param methods over gRPC
    public record Others(Map<String, Route> routes, Map<String, Route> methods) {}

    /// With a prefix in front of every path of the API, this is served without it too, for the web page.
    ///
    /// @param rules the answer of `/api/rubato/rules`
    public static void open(
            ServerBuilder port,
            ServerConfig config,
            QueryRunner runner,
            Tails tails,
            Function<String, byte[]> rules,
            ServerStatus status,
            Others others) {
        String prefix = config.server().httpPathPrefix();
        QuerySettings settings = config.query();
        SlowQueries slow = new SlowQueries();
        Map<String, Route> routes = routes(runner, config, status.version());
        Set<String> queries = Set.copyOf(routes.keySet());
        routes.putAll(operators(config, runner, status, slow));
        routes.put("/api/rubato/rules", Route.query(ProbeServices.perTenant(rules)));
        routes.putAll(others.routes());
        routes.putAll(new StatusPages(
                        status,
                        config,
                        routes.keySet().stream().map(ApiPort::name).toList())
                .routes());
        serve(port, routes, prefix, status.registry(), route -> queries.contains(route) ? slow : null);
        port.service("/api/rubato/tail", Route.query(tails));
        grpc(port, config, runner, status, others.methods());
        port.serviceUnder("/api/", NOT_FOUND);
        port.serviceUnder("/", Route.query(GrpcService.unknown(new WebService())));
        answer(port, settings);
    }

    /// The API of another system on a port of its own.
    ///
    /// @param unknown answers every other path
    public static void open(
            ServerBuilder port, ServerConfig config, Map<String, Route> routes, Route unknown, Registry registry) {
        serve(port, routes, "", registry, _ -> null);
        port.serviceUnder("/", unknown);
        answer(port, config.query());
    }

    /// The API of another system that speaks gRPC too, on a port of its own.
    public static void open(ServerBuilder port, ServerConfig config, Others api, ServerStatus status) {
        methods(port, api.methods(), status);
        methods(port, new GrpcHealth(status.life()).methods(), status);
        open(port, config, api.routes(), NO_METHOD, status.registry());
    }

    /// @param slow where a route's slowest requests are kept, if anywhere
    private static void serve(
            ServerBuilder port,
            Map<String, Route> routes,
            String prefix,
            Registry registry,
            Function<String, @Nullable SlowQueries> slow) {
        routes.forEach((route, service) -> {
            HttpService measured = new Measured(new AnyMethod(service), registry, name(route), slow.apply(route));
            port.service(route, measured);
            if (!prefix.isEmpty()) {
                port.service(prefixed(prefix, route), measured);
            }
        });
    }

    private static void answer(ServerBuilder port, QuerySettings settings) {
        port.requestTimeout(settings.timeout().plus(GRACE));
        port.decorator(EncodingService.builder()
                .encoderFactories(new FastGzip())
                .encodableContentTypes(ApiPort::compressible)
                .minBytesToForceChunkedEncoding(SMALLEST_TO_COMPRESS)
                .newDecorator());
        port.decorator((service, ctx, request) -> service.serve(ctx, request).mapHeaders(ApiPort::varyingByEncoding));
    }

    /// Caches must not give a compressed answer to who cannot read it.
    private static ResponseHeaders varyingByEncoding(ResponseHeaders headers) {
        return headers.contains(HttpHeaderNames.VARY)
                ? headers
                : headers.toBuilder()
                        .add(HttpHeaderNames.VARY, "accept-encoding")
                        .build();
    }

    /// tempopb.StreamingQuerier, gRPC's health check and other systems' services, whatever the prefix: gRPC clients
    /// know of none.
    ///
    /// @param others by path
    public static void openGrpc(
            ServerBuilder port,
            ServerConfig config,
            QueryRunner runner,
            ServerStatus status,
            Map<String, Route> others) {
        grpc(port, config, runner, status, others);
        port.serviceUnder("/", NO_METHOD);
        port.requestTimeout(config.query().timeout().plus(GRACE));
    }

    private static void grpc(
            ServerBuilder port,
            ServerConfig config,
            QueryRunner runner,
            ServerStatus status,
            Map<String, Route> others) {
        methods(port, new StreamingQuerier(runner, new QueryEngine(), config.query()).methods(), status);
        methods(port, others, status);
        methods(port, new GrpcHealth(status.life()).methods(), status);
    }

    private static void methods(ServerBuilder port, Map<String, Route> methods, ServerStatus status) {
        methods.forEach((path, service) -> port.service(path, new Measured(service, status.registry(), path, null)));
    }

    /// What tells how the process is, rather than what is stored.
    private static Map<String, Route> operators(
            ServerConfig config, QueryRunner runner, ServerStatus status, SlowQueries slow) {
        Map<String, Route> routes = new LinkedHashMap<>();
        routes.put("/api/echo", Route.query(ProbeServices.echo()));
        routes.put("/api/status/buildinfo", Route.query(ProbeServices.buildInfo(status)));
        routes.put("/api/rubato/status", Route.query(ProbeServices.status(status)));
        routes.put("/api/rubato/storage", Route.query(new StorageService(runner, config.query())));
        routes.put(
                "/api/rubato/slow-queries",
                Route.query(ProbeServices.perTenant(tenants -> slow.json(Instant.now(), status.visible(tenants)))));
        routes.put("/ready", Route.open(ProbeServices.ready(status)));
        routes.put("/-/ready", Route.query(ProbeServices.ready(status)));
        routes.put("/-/healthy", Route.query(ProbeServices.healthy()));
        routes.put("/metrics", Route.query(ProbeServices.metrics(status)));
        return routes;
    }

    private static Map<String, Route> routes(QueryRunner runner, ServerConfig config, String version) {
        QuerySettings settings = config.query();
        QueryEngine engine = new QueryEngine();
        Map<String, Route> routes = new LinkedHashMap<>();
        routes.put("/api/rubato/search", Route.query(new ExtendedSearch(runner, engine, settings)));
        routes.put("/api/rubato/complete", Route.query(new CompletionService(runner, engine, settings)));
        routes.put("/api/rubato/graph", Route.query(new GraphService(runner, engine, settings)));
        routes.put("/api/rubato/operations", Route.query(new OperationsService(runner, engine, settings)));
        routes.putAll(new PrometheusApi(runner, engine, settings, config.spanMetrics(), version).routes());
        routes.put("/api/traces/{id}", Route.query(new TraceService(runner, engine, settings, false)));
        routes.put("/api/v2/traces/{id}", Route.query(new TraceService(runner, engine, settings, true)));
        routes.put("/api/v2/traces/diff", Route.query(new DiffService(runner, settings)));
        // What some clients call it.
        routes.put("/api/v2/trace-diff", Route.query(new DiffService(runner, settings)));
        routes.put("/api/search", Route.query(new SearchService(runner, engine, settings)));
        routes.put("/api/metrics/query_range", Route.query(new MetricsService(runner, engine, settings, false)));
        routes.put("/api/metrics/query", Route.query(new MetricsService(runner, engine, settings, true)));
        routes.put("/api/search/tags", Route.query(new TagNamesService(runner, engine, settings, false)));
        routes.put("/api/v2/search/tags", Route.query(new TagNamesService(runner, engine, settings, true)));
        routes.put(
                "regex:^/api/search/tag/.+/values$",
                Route.query(new TagValuesService(runner, engine, settings, false)));
        routes.put(
                "regex:^/api/v2/search/tag/.+/values$",
                Route.query(new TagValuesService(runner, engine, settings, true)));
        return routes;
    }

    private static String prefixed(String prefix, String route) {
        return route.startsWith("regex:^")
                ? "regex:^" + Pattern.quote(prefix) + route.substring("regex:^".length())
                : prefix + route;
    }

    /// The route as figures name it.
    private static String name(String route) {
        return route.replace("regex:^", "").replace("/.+/", "/{tag}/").replace("$", "");
    }

    private static boolean compressible(MediaType type) {
        return type.is(MediaType.JSON)
                || type.is(MediaType.ANY_TEXT_TYPE)
                || type.subtype().equals("protobuf")
                || type.subtype().equals("svg+xml");
    }
}
