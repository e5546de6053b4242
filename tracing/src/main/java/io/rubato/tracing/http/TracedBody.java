package io.rubato.tracing.http;

import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;

/// Tells a [ClientCall] what comes of a response's body. The call ends before the one who waits for the body goes on.
final class TracedBody<T> implements HttpResponse.BodySubscriber<T> {
    private final HttpResponse.BodySubscriber<T> body;
    private final ClientCall call;

    TracedBody(HttpResponse.BodySubscriber<T> body, ClientCall call) {
        this.body = body;
        this.call = call;
    }

    @Override
    public CompletionStage<T> getBody() {
        return body.getBody();
    }

    @Override
    public void onSubscribe(Flow.Subscription subscription) {
        body.onSubscribe(new Flow.Subscription() {
            @Override
            public void request(long count) {
                subscription.request(count);
            }

            @Override
            public void cancel() {
                call.givenUp();
                subscription.cancel();
            }
        });
    }

    @Override
    public void onNext(List<ByteBuffer> buffers) {
        long bytes = 0;
        for (ByteBuffer buffer : buffers) {
            bytes += buffer.remaining();
        }
        call.received(bytes);
        body.onNext(buffers);
    }

    @Override
    public void onError(Throwable thrown) {
        call.failed(thrown);
        body.onError(thrown);
    }

    @Override
    public void onComplete() {
        call.completed();
        body.onComplete();
    }
}
