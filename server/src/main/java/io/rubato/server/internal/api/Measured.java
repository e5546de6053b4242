package io.rubato.server.internal.api;

import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.server.HttpService;
import com.linecorp.armeria.server.ServiceRequestContext;
import com.linecorp.armeria.server.SimpleDecoratingHttpService;
import io.rubato.server.internal.metrics.Labels;
import io.rubato.server.internal.metrics.Registry;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/// Counts and times the requests of one route, and remembers those of queries that were slow.
final class Measured extends SimpleDecoratingHttpService {
    private final Registry registry;
    private final Labels route;
    private final String name;
    private final @Nullable SlowQueries slow;

    /// @param slow for a route that answers queries, else null
    Measured(HttpService service, Registry registry, String route, @Nullable SlowQueries slow) {
        super(service);
        this.registry = registry;
        this.route = Labels.of("route", route);
        this.name = route;
        this.slow = slow;
    }

    @Override
    public HttpResponse serve(ServiceRequestContext ctx, HttpRequest request) throws Exception {
        CompletableFuture<Void> _ = ctx.log().whenComplete().thenAccept(log -> {
            String code = log.responseHeaders().status().codeAsText();
            registry.counter("rubato_http_requests_total", "Requests to the API.", route.and("code", code))
                    .increment();
            registry.histogram("rubato_http_request_seconds", "From a request's start to its answer's end.", route)
                    .record(log.totalDurationNanos());
            if (slow != null) {
                slow.answered(name, ctx, log);
            }
        });
        return unwrap().serve(ctx, request);
    }
}
