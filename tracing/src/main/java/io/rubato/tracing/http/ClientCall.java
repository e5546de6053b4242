package io.rubato.tracing.http;

import io.opentelemetry.api.trace.Span;
import io.rubato.tracing.internal.channel.Failure;
import io.rubato.tracing.internal.channel.Keys;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/// A request being made. The client's threads and the caller's all report here; the span ends once.
final class ClientCall {
    private final Span span;
    private final HttpRequest request;
    private final long started = System.nanoTime();
    private final AtomicBoolean ended = new AtomicBoolean();
    private final AtomicLong received = new AtomicLong();

    ClientCall(Span span, HttpRequest request) {
        this.span = span;
        this.request = request;
    }

    HttpRequest request() {
        return request;
    }

    <T> HttpResponse.BodyHandler<T> traced(HttpResponse.BodyHandler<T> handler) {
        return info -> {
            answered(info);
            return new TracedBody<>(handler.apply(info), this);
        };
    }

    private void answered(HttpResponse.ResponseInfo info) {
        int status = info.statusCode();
        span.setAttribute(Keys.HTTP_STATUS, (long) status);
        span.setAttribute(Keys.PROTOCOL_VERSION, info.version() == HttpClient.Version.HTTP_2 ? "2" : "1.1");
        if (status >= 400) {
            Failure.describe(span, Integer.toString(status), "status " + status);
        }
    }

    void received(long bytes) {
        if (bytes > 0 && received.getAndAdd(bytes) == 0) {
            span.setAttribute(Keys.TIME_TO_FIRST_BYTE, System.nanoTime() - started);
        }
    }

    void completed() {
        if (ended.compareAndSet(false, true)) {
            finish();
        }
    }

    /// The caller wants no more of the body, which is its right and no error.
    void givenUp() {
        if (ended.compareAndSet(false, true)) {
            span.addEvent("response body given up");
            finish();
        }
    }

    void failed(Throwable thrown) {
        if (ended.compareAndSet(false, true)) {
            Failure.record(span, thrown);
            finish();
        }
    }

    private void finish() {
        if (received.get() > 0) {
            span.setAttribute(Keys.HTTP_RESPONSE_SIZE, received.get());
        }
        span.end();
    }
}
