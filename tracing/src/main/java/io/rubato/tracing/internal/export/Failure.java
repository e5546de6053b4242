package io.rubato.tracing.internal.export;

import io.opentelemetry.exporter.internal.FailedExportException;
import io.opentelemetry.sdk.common.export.GrpcResponse;
import io.opentelemetry.sdk.common.export.HttpResponse;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Why an export failed, and whether trying again can help (OTLP specification, "Failures": the retryable codes).
record Failure(String reason, boolean retryable) {
    private static final Set<Integer> RETRYABLE_HTTP = Set.of(408, 429, 502, 503, 504);

    static Failure of(@Nullable Throwable thrown) {
        if (thrown instanceof FailedExportException.HttpExportException http && http.getResponse() != null) {
            HttpResponse response = http.getResponse();
            int status = response.getStatusCode();
            return new Failure("HTTP status " + status, RETRYABLE_HTTP.contains(status));
        }
        if (thrown instanceof FailedExportException.GrpcExportException grpc && grpc.getResponse() != null) {
            return of(grpc.getResponse());
        }
        Throwable cause = thrown instanceof FailedExportException && thrown.getCause() != null
                ? thrown.getCause()
                : thrown;
        if (cause == null) {
            return new Failure("no answer", true);
        }
        String message = cause.getMessage();
        boolean tooLarge = message != null && message.contains("exceeded limit of");
        return new Failure(message == null ? cause.getClass().getName() : message, !tooLarge);
    }

    private static Failure of(GrpcResponse response) {
        boolean retryable =
                switch (response.getStatusCode()) {
                    case CANCELLED,
                            DEADLINE_EXCEEDED,
                            RESOURCE_EXHAUSTED,
                            ABORTED,
                            OUT_OF_RANGE,
                            UNAVAILABLE,
                            DATA_LOSS -> true;
                    case OK,
                            UNKNOWN,
                            INVALID_ARGUMENT,
                            NOT_FOUND,
                            ALREADY_EXISTS,
                            PERMISSION_DENIED,
                            FAILED_PRECONDITION,
                            UNIMPLEMENTED,
                            INTERNAL,
                            UNAUTHENTICATED -> false;
                };
        String description = response.getStatusDescription();
        return new Failure(
                "gRPC status " + response.getStatusCode()
                        + (description == null || description.isEmpty() ? "" : ": " + description),
                retryable);
    }
}
