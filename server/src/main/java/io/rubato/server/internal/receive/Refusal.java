package io.rubato.server.internal.receive;

import io.rubato.server.internal.http.BodyException;
import io.rubato.server.internal.otlp.RpcStatus;
import io.rubato.server.internal.tenant.TenantException;
import io.rubato.storage.IngestException;
import java.time.Duration;
import java.util.concurrent.CompletionException;

/// Why a request was refused whole, as both protocols say it.
///
/// Codes follow <https://opentelemetry.io/docs/specs/otlp/#failures>: senders try again after 429, 503, UNAVAILABLE,
/// and
/// after RESOURCE_EXHAUSTED only when RetryInfo comes with it.
///
/// @param reason for figures
/// @param grpcCode of `google.rpc.Code`
/// @param retryAfter zero when sending it again is no use
/// @param text one line for the sender
record Refusal(String reason, int grpcCode, int httpStatus, Duration retryAfter, String text) {
    static final int CANCELLED = 1;
    static final int INVALID_ARGUMENT = 3;
    static final int NOT_FOUND = 5;
    static final int PERMISSION_DENIED = 7;
    static final int RESOURCE_EXHAUSTED = 8;
    static final int UNIMPLEMENTED = 12;
    static final int INTERNAL = 13;
    static final int UNAVAILABLE = 14;

    private static final Duration SOON = Duration.ofSeconds(1);

    static Refusal of(Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        return switch (cause) {
            case IngestException refused -> of(refused);
            case BodyException body -> of(body);
            case TenantException tenant ->
                new Refusal(
                        tenant.reason(), tenant.grpcCode(), tenant.httpStatus(), tenant.retryAfter(), tenant.text());
            default ->
                new Refusal(
                        "internal",
                        INTERNAL,
                        500,
                        Duration.ZERO,
                        "internal error: " + cause.getClass().getSimpleName() + ", see the server's log");
        };
    }

    static Refusal malformed(String text) {
        return new Refusal("malformed", INVALID_ARGUMENT, 400, Duration.ZERO, text);
    }

    static Refusal unsupported(String text) {
        return new Refusal("unsupported", UNIMPLEMENTED, 415, Duration.ZERO, text);
    }

    static Refusal foreign(String text) {
        return new Refusal("foreign", PERMISSION_DENIED, 403, Duration.ZERO, text);
    }

    private static Refusal of(IngestException refused) {
        String text = String.valueOf(refused.getMessage());
        Duration retry = refused.retryAfter().isZero() ? SOON : refused.retryAfter();
        return switch (refused.reason()) {
            case MALFORMED -> malformed(text);
            case TOO_LARGE -> new Refusal("too_large", RESOURCE_EXHAUSTED, 413, Duration.ZERO, text);
            case OVERLOADED -> new Refusal("overloaded", RESOURCE_EXHAUSTED, 429, retry, text);
            case READ_ONLY -> new Refusal("read_only", UNAVAILABLE, 503, retry, text);
            case UNAVAILABLE -> new Refusal("unavailable", UNAVAILABLE, 503, retry, text);
        };
    }

    private static Refusal of(BodyException body) {
        String text = String.valueOf(body.getMessage());
        return switch (body.reason()) {
            case TOO_LARGE -> new Refusal("too_large", RESOURCE_EXHAUSTED, 413, Duration.ZERO, text);
            case MALFORMED -> malformed(text);
            case NO_MEMORY -> new Refusal("overloaded", RESOURCE_EXHAUSTED, 429, SOON, text);
            case BROKEN_OFF -> new Refusal("broken_off", CANCELLED, 400, Duration.ZERO, text);
        };
    }

    RpcStatus status() {
        return new RpcStatus(grpcCode, text, canRetry() ? retryAfter : null);
    }

    boolean canRetry() {
        return !retryAfter.isZero();
    }

    /// Whole seconds for `Retry-After`, at least one.
    long retrySeconds() {
        return Math.max(1, (retryAfter.toMillis() + 999) / 1000);
    }
}
