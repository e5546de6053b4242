package io.rubato.tracing.internal.channel;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;

/// Marks spans as failed.
public final class Failure {
    private Failure() {}

    /// Sets status and `error.type`, the class of `cause`, and adds the exception event.
    public static void record(Span span, Throwable cause) {
        Throwable real = unwrapped(cause);
        record(span, real.getClass().getName(), real);
    }

    /// The same under a type of the channel's own.
    public static void record(Span span, String type, Throwable cause) {
        describe(span, type, cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage());
        span.recordException(cause);
    }

    /// Sets status and `error.type` where no exception tells more.
    public static void describe(Span span, String type, String description) {
        span.setAttribute(Keys.ERROR_TYPE, type);
        span.setStatus(StatusCode.ERROR, description);
    }

    /// What went wrong, without the wrapping that futures put around it.
    public static Throwable unwrapped(Throwable thrown) {
        Throwable real = thrown;
        while ((real instanceof CompletionException || real instanceof ExecutionException) && real.getCause() != null) {
            real = real.getCause();
        }
        return real;
    }
}
