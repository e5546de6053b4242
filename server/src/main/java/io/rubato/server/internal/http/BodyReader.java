package io.rubato.server.internal.http;

import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpObject;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.stream.SubscriptionOption;
import com.linecorp.armeria.server.ServiceRequestContext;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;

/// Collects the body of a request. Holds no thread while a client is slow: pieces arrive on the event loop.
public final class BodyReader implements Subscriber<HttpObject> {
    private final BodyBuffer body;
    private final CompletableFuture<Body> whole = new CompletableFuture<>();
    private @Nullable Subscription subscription;

    private BodyReader(BodyBuffer body) {
        this.body = body;
    }

    /// @param limit bytes
    /// @return completes on the event loop, exceptionally with [BodyException]
    public static CompletableFuture<Body> read(
            ServiceRequestContext ctx, HttpRequest request, int limit, BodyBudget budget) {
        BodyBuffer body = new BodyBuffer(0, limit, budget);
        try {
            body.announce(Math.max(0, request.headers().contentLength()));
        } catch (BodyException tooLarge) {
            return CompletableFuture.failedFuture(tooLarge);
        }
        BodyReader reader = new BodyReader(body);
        request.subscribe(reader, ctx.eventLoop(), SubscriptionOption.WITH_POOLED_OBJECTS);
        return reader.whole;
    }

    @Override
    public void onSubscribe(Subscription subscription) {
        this.subscription = subscription;
        subscription.request(Long.MAX_VALUE);
    }

    @Override
    public void onNext(HttpObject object) {
        if (!(object instanceof HttpData data)) {
            return;
        }
        try (data) {
            if (!whole.isDone()) {
                body.append(data.byteBuf());
            }
        } catch (BodyException refused) {
            fail(refused);
        }
    }

    private void fail(BodyException cause) {
        body.drop();
        whole.completeExceptionally(cause);
        if (subscription != null) {
            subscription.cancel();
        }
    }

    @Override
    public void onError(Throwable cause) {
        if (!whole.isDone()) {
            fail(BodyException.brokenOff(body.length(), cause.toString()));
        }
    }

    @Override
    public void onComplete() {
        if (!whole.isDone()) {
            whole.complete(body.take());
        }
    }
}
