package io.rubato.server.internal.api;

import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.ResponseHeaders;
import com.linecorp.armeria.server.HttpService;
import com.linecorp.armeria.server.ServiceRequestContext;
import com.linecorp.armeria.server.SimpleDecoratingHttpService;
import io.rubato.server.internal.http.PlainText;

/// Answers GET, and POST with the parameters in the path, which Tempo takes too; HEAD as GET without the body; OPTIONS
/// with the list of these.
final class AnyMethod extends SimpleDecoratingHttpService {
    private static final String ALLOWED = "GET, HEAD, POST, OPTIONS";

    AnyMethod(HttpService service) {
        super(service);
    }

    @Override
    public HttpResponse serve(ServiceRequestContext ctx, HttpRequest request) throws Exception {
        return switch (request.method()) {
            case GET, POST -> unwrap().serve(ctx, request);
            case HEAD -> withoutBody(unwrap().serve(ctx, request));
            case OPTIONS -> HttpResponse.of(ResponseHeaders.of(HttpStatus.NO_CONTENT, HttpHeaderNames.ALLOW, ALLOWED));
            default ->
                PlainText.of(405, "Method Not Allowed")
                        .mapHeaders(headers -> headers.toBuilder()
                                .add(HttpHeaderNames.ALLOW, ALLOWED)
                                .build());
        };
    }

    private static HttpResponse withoutBody(HttpResponse response) {
        return HttpResponse.of(response.aggregate()
                .thenApply(whole -> HttpResponse.of(whole.headers().toBuilder()
                        .contentLength(whole.content().length())
                        .build())));
    }
}
