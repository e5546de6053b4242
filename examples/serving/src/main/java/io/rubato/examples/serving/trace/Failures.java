package io.rubato.examples.serving.trace;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;

/// How a failure is put on a span: the status, `error.type` and the exception.
public final class Failures {
    private Failures() {}

    /// @param kind a word to search by, `worker_lost` say
    public static void record(Span span, String kind, Throwable failure) {
        span.setStatus(StatusCode.ERROR, String.valueOf(failure.getMessage()));
        span.setAttribute("error.type", kind);
        span.recordException(failure);
    }
}
