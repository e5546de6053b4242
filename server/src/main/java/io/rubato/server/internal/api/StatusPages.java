package io.rubato.server.internal.api;

import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.server.HttpService;
import io.rubato.server.config.ServerConfig;
import io.rubato.server.internal.config.ConfigFile;
import io.rubato.server.internal.http.PlainText;
import io.rubato.server.internal.life.Phase;
import io.rubato.server.internal.route.Route;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// `/status` and the pages below it, in plain text, for people: what runs, with which settings, and what it serves.
final class StatusPages {
    private final ServerStatus status;
    private final ServerConfig config;
    private final List<String> endpoints = new ArrayList<>();

    /// @param apis paths of the other routes
    StatusPages(ServerStatus status, ServerConfig config, Collection<String> apis) {
        this.status = status;
        this.config = config;
        endpoints.addAll(apis);
        endpoints.addAll(routes().keySet());
    }

    Map<String, Route> routes() {
        Map<String, Route> routes = new LinkedHashMap<>();
        routes.put("/status", Route.query(forPeople()));
        routes.put("/status/version", Route.query((ctx, request) -> PlainText.of(200, version())));
        routes.put("/status/services", Route.query((ctx, request) -> PlainText.of(200, services())));
        routes.put("/status/endpoints", Route.query((ctx, request) -> PlainText.of(200, endpoints())));
        routes.put("/status/config", Route.query((ctx, request) -> settings(ctx.queryParam("mode"))));
        routes.put("/status/runtime_config", Route.query((ctx, request) -> PlainText.of(200, "overrides: {}\n")));
        routes.put("/status/overrides", Route.query((ctx, request) -> PlainText.of(200, "overrides: {}\n")));
        routes.put(
                "/status/usage-stats",
                Route.query((ctx, request) -> PlainText.of(200, "no usage is reported to anybody\n")));
        return routes;
    }

    /// A browser gets the web page, which has a page of that name; everybody else gets text.
    private HttpService forPeople() {
        WebService web = new WebService();
        return (ctx, request) -> {
            if (request.headers().get(HttpHeaderNames.ACCEPT, "").contains("text/html")) {
                return web.serve(ctx, request)
                        .mapHeaders(headers -> headers.toBuilder()
                                .add(HttpHeaderNames.VARY, "accept, accept-encoding")
                                .build());
            }
            return PlainText.of(
                    200, version() + "\n" + services() + "\n" + endpoints() + "\n" + ConfigFile.changesToYaml(config));
        };
    }

    private String version() {
        return "tempo, version " + ProbeServices.TEMPO_VERSION + " (rubato, version " + status.version() + ")\n";
    }

    private String services() {
        String state = switch (status.life().phase()) {
            case Phase.Starting starting -> "Starting: " + starting.doing();
            case Phase.Serving serving -> "Running";
            case Phase.Stopping stopping -> "Stopping";
        };
        StringBuilder text = new StringBuilder("store: ").append(state).append('\n');
        for (ServerStatus.Listening port : status.listening().get()) {
            text.append(port.name()).append(": Running, ").append(port.url()).append('\n');
        }
        return text.toString();
    }

    private String endpoints() {
        return String.join("\n", endpoints) + "\n";
    }

    private HttpResponse settings(@Nullable String mode) {
        return switch (mode) {
            case null -> PlainText.of(200, ConfigFile.toYaml(config));
            case "" -> PlainText.of(200, ConfigFile.toYaml(config));
            case "diff" -> PlainText.of(200, ConfigFile.changesToYaml(config));
            case "defaults" -> PlainText.of(200, ConfigFile.toYaml(ServerConfig.DEFAULT));
            default -> PlainText.of(400, "unknown mode '" + mode + "' (expected: diff or defaults)");
        };
    }
}
