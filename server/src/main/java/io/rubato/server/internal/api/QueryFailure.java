package io.rubato.server.internal.api;

import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.ResponseHeaders;
import io.rubato.query.QueryException;
import io.rubato.server.internal.http.PlainText;
import io.rubato.server.internal.tenant.TenantException;
import io.rubato.storage.DamagedException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Why there is no answer, as HTTP and gRPC say it.
///
/// @param grpcCode of `google.rpc.Code`
/// @param text one line for the user
public record QueryFailure(int httpStatus, int grpcCode, String text) {
    static final int CANCELLED = 1;
    static final int INVALID_ARGUMENT = 3;
    static final int DEADLINE_EXCEEDED = 4;
    static final int NOT_FOUND = 5;
    static final int RESOURCE_EXHAUSTED = 8;
    static final int UNIMPLEMENTED = 12;
    static final int INTERNAL = 13;
    static final int UNAVAILABLE = 14;

    private static final Logger log = LoggerFactory.getLogger(QueryFailure.class);

    public static QueryFailure invalid(String text) {
        return new QueryFailure(400, INVALID_ARGUMENT, text);
    }

    static QueryFailure unavailable(String reason) {
        return new QueryFailure(503, UNAVAILABLE, reason);
    }

    /// What is nobody's fault but ours goes to the log.
    static QueryFailure of(Throwable failure) {
        return switch (failure) {
            case BadRequest bad -> invalid(bad.text());
            case NotFound missing -> new QueryFailure(404, NOT_FOUND, missing.text());
            case QueryException query -> of(query);
            case TenantException tenant -> new QueryFailure(tenant.httpStatus(), tenant.grpcCode(), tenant.text());
            case DamagedException damage -> new QueryFailure(500, INTERNAL, String.valueOf(damage.getMessage()));
            default -> {
                log.error("a query failed", failure);
                yield new QueryFailure(
                        500,
                        INTERNAL,
                        "internal error: " + failure.getClass().getSimpleName() + ", see the server's log");
            }
        };
    }

    private static QueryFailure of(QueryException failure) {
        return switch (failure.reason()) {
            case REFUSED -> invalid(String.valueOf(failure.getMessage()));
            case TOO_LARGE -> new QueryFailure(413, RESOURCE_EXHAUSTED, String.valueOf(failure.getMessage()));
            case OVERLOADED -> unavailable(String.valueOf(failure.getMessage()));
            case CANCELLED -> new QueryFailure(499, CANCELLED, "context canceled");
            case TIMED_OUT ->
                new QueryFailure(504, DEADLINE_EXCEEDED, failure.getMessage() + ": context deadline exceeded");
        };
    }

    HttpResponse http() {
        return httpStatus == 503
                ? HttpResponse.of(
                        ResponseHeaders.of(
                                HttpStatus.SERVICE_UNAVAILABLE,
                                HttpHeaderNames.CONTENT_TYPE,
                                "text/plain; charset=utf-8",
                                HttpHeaderNames.RETRY_AFTER,
                                "1"),
                        HttpData.ofUtf8(text + "\n"))
                : PlainText.of(httpStatus, text);
    }
}
