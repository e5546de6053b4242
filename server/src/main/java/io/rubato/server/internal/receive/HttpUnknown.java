package io.rubato.server.internal.receive;

import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.server.HttpService;
import com.linecorp.armeria.server.ServiceRequestContext;
import io.rubato.server.internal.http.PlainText;

/// Every other path of the OTLP/HTTP port.
public final class HttpUnknown implements HttpService {
    @Override
    public HttpResponse serve(ServiceRequestContext ctx, HttpRequest request) {
        return switch (ctx.path()) {
            case "/v1/metrics" -> PlainText.of(404, "this server takes traces only: no metrics at /v1/metrics\n");
            case "/v1/logs" -> PlainText.of(404, "this server takes traces only: no logs at /v1/logs\n");
            default -> PlainText.of(404, "404 page not found: OTLP traces go to POST " + HttpTraceService.PATH + "\n");
        };
    }
}
