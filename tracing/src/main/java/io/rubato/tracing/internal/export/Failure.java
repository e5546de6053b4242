package io.rubato.tracing.internal.export;

import io.opentelemetry.sdk.common.export.GrpcResponse;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Why an export failed, and whether trying again can help: the retryable codes of the OTLP specification, "Failures".
record Failure(String reason, boolean retryable) {
    private static final Set<Integer> RETRYABLE_HTTP = Set.of(408, 429, 502, 503, 504);

    static Failure ofHttpStatus(int status) {
        return new Failure("HTTP status " + status, RETRYABLE_HTTP.contains(status));
    }

    static Failure of(GrpcResponse response) {
        boolean retryable = switch (response.getStatusCode()) {
            case CANCELLED, DEADLINE_EXCEEDED, RESOURCE_EXHAUSTED, ABORTED, OUT_OF_RANGE, UNAVAILABLE, DATA_LOSS ->
                true;
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
        String more = description == null || description.isEmpty() ? "" : ": " + description;
        return new Failure("gRPC status " + response.getStatusCode() + more, retryable);
    }

    /// A connection that failed, or an attempt that never came to one.
    static Failure of(@Nullable Throwable thrown, boolean retryable) {
        if (thrown == null) {
            return new Failure("the exporter gives no reason", retryable);
        }
        String message = thrown.getMessage();
        return new Failure(message == null ? thrown.getClass().getName() : message, retryable);
    }
}
