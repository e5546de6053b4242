package io.rubato.tracing.http;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.rubato.tracing.internal.channel.Failure;
import io.rubato.tracing.internal.channel.Keys;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/// A request being answered. The server's thread and the one that writes the body may differ; the span ends once.
final class ServerCall {
    private final Span span;
    private final Context context;
    private final long started = System.nanoTime();
    private final AtomicLong written = new AtomicLong();
    private final AtomicBoolean begun = new AtomicBoolean();
    private final AtomicBoolean ended = new AtomicBoolean();
    private volatile @Nullable IOException lost;
    private volatile @Nullable Throwable failure;

    ServerCall(Span span, Context caller) {
        this.span = span;
        this.context = caller.with(span);
    }

    Context context() {
        return context;
    }

    String traceId() {
        return span.getSpanContext().getTraceId();
    }

    boolean isValid() {
        return span.getSpanContext().isValid();
    }

    long written() {
        return written.get();
    }

    /// Part of the body has been handed to the connection.
    void wrote(long bytes) {
        if (bytes > 0) {
            written.addAndGet(bytes);
            began();
        }
    }

    /// The body has begun, for those who write characters and cannot count bytes.
    void began() {
        if (!begun.get() && begun.compareAndSet(false, true)) {
            span.setAttribute(Keys.TIME_TO_FIRST_BYTE, System.nanoTime() - started);
        }
    }

    /// The connection would not take more of the body.
    void lost(IOException e) {
        lost = e;
    }

    void failed(Throwable thrown) {
        failure = thrown;
    }

    /// @param status 0 if none was sent
    void end(int status) {
        if (!ended.compareAndSet(false, true)) {
            return;
        }
        if (status > 0) {
            span.setAttribute(Keys.HTTP_STATUS, (long) status);
            if (written.get() > 0 || !begun.get()) {
                span.setAttribute(Keys.HTTP_RESPONSE_SIZE, written.get());
            }
        }
        IOException gone = lost;
        Throwable thrown = failure;
        if (gone != null) {
            Failure.describe(
                    span,
                    HttpServerTracing.CANCELLED,
                    "client went away after " + written.get() + " bytes: " + gone.getMessage());
        } else if (thrown != null) {
            Failure.record(span, thrown);
        } else if (status >= 500 && !isDescribed()) {
            Failure.describe(span, Integer.toString(status), "status " + status);
        }
        span.end();
    }

    /// Whether the handler has said what went wrong, which is more than the status says.
    private boolean isDescribed() {
        return span instanceof ReadableSpan readable && readable.getAttribute(Keys.ERROR_TYPE) != null;
    }
}
