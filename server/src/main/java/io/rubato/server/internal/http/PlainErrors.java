package io.rubato.server.internal.http;

import com.linecorp.armeria.common.AggregatedHttpResponse;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.common.RequestHeaders;
import com.linecorp.armeria.common.ShuttingDownException;
import com.linecorp.armeria.server.HttpResponseException;
import com.linecorp.armeria.server.HttpStatusException;
import com.linecorp.armeria.server.RequestCancellationException;
import com.linecorp.armeria.server.RequestTimeoutException;
import com.linecorp.armeria.server.ServerErrorHandler;
import com.linecorp.armeria.server.ServiceConfig;
import com.linecorp.armeria.server.ServiceRequestContext;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What a client reads when no service has answered: one line of plain text, never a stack trace.
final class PlainErrors implements ServerErrorHandler {
    private static final Logger log = LoggerFactory.getLogger(PlainErrors.class);

    @Override
    public @Nullable HttpResponse onServiceException(ServiceRequestContext ctx, Throwable cause) {
        if (cause instanceof HttpStatusException status) {
            return status.httpStatus().code() == 404
                    ? PlainText.notFound()
                    : PlainText.of(
                            status.httpStatus().code(), status.httpStatus().reasonPhrase());
        }
        if (cause instanceof RequestTimeoutException) {
            return PlainText.of(408, "the request took too long to arrive or to answer");
        }
        if (cause instanceof ShuttingDownException) {
            return PlainText.of(503, "stopping");
        }
        if (cause instanceof RequestCancellationException || cause instanceof HttpResponseException) {
            return null;
        }
        log.error("{} {} failed", ctx.method(), ctx.config().route().patternString(), cause);
        return PlainText.of(500, "internal error: " + cause.getClass().getSimpleName() + ", see the log");
    }

    @Override
    public AggregatedHttpResponse renderStatus(
            @Nullable ServiceRequestContext ctx,
            ServiceConfig config,
            @Nullable RequestHeaders headers,
            HttpStatus status,
            @Nullable String description,
            @Nullable Throwable cause) {
        String text = description == null ? status.reasonPhrase() : description;
        return AggregatedHttpResponse.of(
                status, MediaType.PLAIN_TEXT_UTF_8, status.code() == 404 ? "404 page not found\n" : text);
    }
}
