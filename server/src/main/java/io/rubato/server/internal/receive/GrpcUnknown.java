package io.rubato.server.internal.receive;

import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.server.HttpService;
import com.linecorp.armeria.server.ServiceRequestContext;
import io.rubato.server.internal.http.PlainText;
import java.time.Duration;

/// Every gRPC method that is not here.
public final class GrpcUnknown implements HttpService {
    @Override
    public HttpResponse serve(ServiceRequestContext ctx, HttpRequest request) {
        if (!request.headers().get("content-type", "").startsWith(GrpcAnswers.CONTENT_TYPE)) {
            return PlainText.of(404, "this port takes OTLP over gRPC; OTLP over HTTP has its own port");
        }
        return GrpcAnswers.refuse(new Refusal(
                "unknown_method",
                Refusal.UNIMPLEMENTED,
                404,
                Duration.ZERO,
                "no method " + ctx.path() + ": this server takes traces only"));
    }
}
