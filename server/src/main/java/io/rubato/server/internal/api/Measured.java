package io.rubato.server.internal.api;

import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.server.HttpService;
import com.linecorp.armeria.server.ServiceRequestContext;
import com.linecorp.armeria.server.SimpleDecoratingHttpService;
import io.rubato.server.internal.metrics.Labels;
import io.rubato.server.internal.metrics.Registry;
import java.util.concurrent.CompletableFuture;

/// Counts and times the requests of one route.
final class Measured extends SimpleDecoratingHttpService {
    private final Registry registry;
    private final Labels route;

    Measured(HttpService service, Registry registry, String route) {
        super(service);
        this.registry = registry;
        this.route = Labels.of("route", route);
    }

    @Override
    public HttpResponse serve(ServiceRequestContext ctx, HttpRequest request) throws Exception {
        CompletableFuture<Void> _ = ctx.log().whenComplete().thenAccept(log -> {
            String code = log.responseHeaders().status().codeAsText();
            registry.counter("rubato_http_requests_total", "Requests to the API.", route.and("code", code))
                    .increment();
            registry.histogram("rubato_http_request_seconds", "From a request's start to its answer's end.", route)
                    .record(log.totalDurationNanos());
        });
        return unwrap().serve(ctx, request);
    }
}
