package io.rubato.server.internal.api;

import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.ResponseHeaders;
import com.linecorp.armeria.common.SplitHttpResponse;
import com.linecorp.armeria.server.HttpService;
import com.linecorp.armeria.server.ServiceRequestContext;
import com.linecorp.armeria.server.SimpleDecoratingHttpService;
import io.rubato.server.internal.http.PlainText;
import java.util.concurrent.atomic.AtomicLong;

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

    /// Lets the body go by, and says how long it is.
    private static HttpResponse withoutBody(HttpResponse response) {
        SplitHttpResponse whole = response.split();
        return HttpResponse.of(whole.headers().thenCompose(headers -> {
            AtomicLong length = new AtomicLong();
            return whole.body()
                    .peek(data -> length.addAndGet(data.length()))
                    .subscribe()
                    .thenApply(_ -> HttpResponse.of(
                            headers.toBuilder().contentLength(length.get()).build()));
        }));
    }
}
