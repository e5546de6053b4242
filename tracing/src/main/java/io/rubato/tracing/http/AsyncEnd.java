package io.rubato.tracing.http;

import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.http.HttpServletResponse;
import java.util.concurrent.TimeoutException;

/// Ends the span of an asynchronous request with the request.
final class AsyncEnd implements AsyncListener {
    private final ServerCall call;
    private final HttpServletResponse response;

    AsyncEnd(ServerCall call, HttpServletResponse response) {
        this.call = call;
        this.response = response;
    }

    @Override
    public void onComplete(AsyncEvent event) {
        call.end(response.getStatus());
    }

    @Override
    public void onTimeout(AsyncEvent event) {
        call.failed(new TimeoutException("the asynchronous request was not completed in time"));
    }

    @Override
    public void onError(AsyncEvent event) {
        if (event.getThrowable() != null) {
            call.failed(event.getThrowable());
        }
    }

    /// A request that goes asynchronous again forgets its listeners.
    @Override
    public void onStartAsync(AsyncEvent event) {
        event.getAsyncContext().addListener(this);
    }
}
