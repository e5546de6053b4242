package io.rubato.server.internal.api;

import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.common.encoding.StreamEncoderFactories;
import com.linecorp.armeria.server.HttpService;
import com.linecorp.armeria.server.ServerBuilder;
import com.linecorp.armeria.server.encoding.EncodingService;
import io.rubato.query.QueryEngine;
import io.rubato.server.config.QuerySettings;
import io.rubato.server.internal.http.PlainText;
import io.rubato.server.internal.metrics.Registry;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;

/// What the API's port serves: Tempo's HTTP API, probes, our own status, and the web page.
public final class ApiPort {
    private static final int SMALLEST_TO_COMPRESS = 1_024;
    private static final Duration GRACE = Duration.ofSeconds(5);

    private ApiPort() {}

    /// @param prefix in front of every path of the API, which is served without it too, for the web page
    public static void open(
            ServerBuilder port, String prefix, QueryRunner runner, QuerySettings settings, ServerStatus status) {
        Map<String, HttpService> routes = routes(runner, settings, status);
        Registry registry = status.registry();
        routes.forEach((route, service) -> {
            HttpService measured = new Measured(service, registry, name(route));
            port.service(route, measured);
            if (!prefix.isEmpty()) {
                port.service(prefixed(prefix, route), measured);
            }
        });
        port.serviceUnder("/api/", (ctx, request) -> PlainText.notFound());
        port.serviceUnder("/", new WebService());
        port.requestTimeout(settings.timeout().plus(GRACE));
        port.decorator(EncodingService.builder()
                .encoderFactories(StreamEncoderFactories.GZIP)
                .encodableContentTypes(ApiPort::compressible)
                .minBytesToForceChunkedEncoding(SMALLEST_TO_COMPRESS)
                .newDecorator());
    }

    private static Map<String, HttpService> routes(QueryRunner runner, QuerySettings settings, ServerStatus status) {
        QueryEngine engine = new QueryEngine();
        Map<String, HttpService> routes = new LinkedHashMap<>();
        routes.put("/api/echo", ProbeServices.echo());
        routes.put("/api/status/buildinfo", ProbeServices.buildInfo(status));
        routes.put("/api/rubato/status", ProbeServices.status(status));
        routes.put("/ready", ProbeServices.ready(status));
        routes.put("/metrics", ProbeServices.metrics(status));
        routes.put("/api/traces/{id}", new TraceService(runner, settings, false));
        routes.put("/api/v2/traces/{id}", new TraceService(runner, settings, true));
        routes.put("/api/search", new SearchService(runner, engine, settings));
        routes.put("/api/metrics/query_range", new MetricsService(runner, engine, settings, false));
        routes.put("/api/metrics/query", new MetricsService(runner, engine, settings, true));
        routes.put("/api/search/tags", new TagNamesService(runner, engine, settings, false));
        routes.put("/api/v2/search/tags", new TagNamesService(runner, engine, settings, true));
        routes.put("regex:^/api/search/tag/.+/values$", new TagValuesService(runner, engine, settings, false));
        routes.put("regex:^/api/v2/search/tag/.+/values$", new TagValuesService(runner, engine, settings, true));
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
