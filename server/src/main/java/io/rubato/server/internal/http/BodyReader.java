package io.rubato.server.internal.http;

import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpObject;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.stream.SubscriptionOption;
import com.linecorp.armeria.server.ServiceRequestContext;
import io.netty.buffer.ByteBuf;
import io.rubato.server.internal.http.BodyException.Reason;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;

/// Collects a body into one array, copying each piece once. Holds no thread while a client is slow: pieces arrive on
/// the event loop. The array grows with what has arrived, not with what was announced beyond [#TRUSTED].
public final class BodyReader implements Subscriber<HttpObject> {
    private static final int SMALLEST = 4_096;
    private static final int TRUSTED = 1 << 20;
    private static final int GRPC_PREFIX = 5;

    private final int limit;
    private final BodyBudget budget;
    private final boolean grpc;
    private final CompletableFuture<Body> whole = new CompletableFuture<>();
    private long announced;
    private byte[] bytes = {};
    private int length;
    private @Nullable Subscription subscription;

    private BodyReader(int limit, BodyBudget budget, boolean grpc, long announced) {
        this.limit = limit;
        this.budget = budget;
        this.grpc = grpc;
        this.announced = announced;
    }

    /// Reads a plain body.
    ///
    /// @param limit bytes
    /// @return completes on the event loop, exceptionally with [BodyException]
    public static CompletableFuture<Body> read(
            ServiceRequestContext ctx, HttpRequest request, int limit, BodyBudget budget) {
        long announced = Math.max(0, request.headers().contentLength());
        if (announced > limit) {
            return CompletableFuture.failedFuture(tooLarge(announced, limit));
        }
        return subscribe(ctx, request, new BodyReader(limit, budget, false, announced));
    }

    /// Reads a body of gRPC messages; the length in the first message's prefix says how much is coming.
    public static CompletableFuture<Body> readGrpc(
            ServiceRequestContext ctx, HttpRequest request, int limit, BodyBudget budget) {
        return subscribe(ctx, request, new BodyReader(limit + GRPC_PREFIX, budget, true, 0));
    }

    private static CompletableFuture<Body> subscribe(
            ServiceRequestContext ctx, HttpRequest request, BodyReader reader) {
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
                append(data.byteBuf());
            }
        }
    }

    private void append(ByteBuf piece) {
        int more = piece.readableBytes();
        if (grpc && length == 0 && more >= GRPC_PREFIX) {
            announced = GRPC_PREFIX + piece.getUnsignedInt(piece.readerIndex() + 1);
        }
        if (Math.max(announced, (long) length + more) > limit) {
            int prefix = grpc ? GRPC_PREFIX : 0;
            fail(tooLarge(Math.max(announced, (long) length + more) - prefix, limit - prefix));
            return;
        }
        if (length + more > bytes.length && !grow(length + more)) {
            return;
        }
        piece.readBytes(bytes, length, more);
        length += more;
    }

    private boolean grow(int needed) {
        int trusted = (int) Math.min(announced, TRUSTED);
        int doubled = (int) Math.min(Math.max(SMALLEST, 2L * bytes.length), limit);
        int size = Math.max(needed, announced > needed && announced <= TRUSTED ? trusted : doubled);
        if (!budget.take(size - bytes.length)) {
            fail(new BodyException(
                    Reason.NO_MEMORY, "too many requests under way: " + (budget.used() >> 20) + " MiB of bodies"));
            return false;
        }
        bytes = Arrays.copyOf(bytes, size);
        return true;
    }

    private static BodyException tooLarge(long size, int limit) {
        return new BodyException(
                Reason.TOO_LARGE, "body of " + size + " bytes is over the limit of " + limit + " bytes");
    }

    private void fail(BodyException cause) {
        budget.give(bytes.length);
        bytes = new byte[0];
        whole.completeExceptionally(cause);
        if (subscription != null) {
            subscription.cancel();
        }
    }

    @Override
    public void onError(Throwable cause) {
        if (!whole.isDone()) {
            fail(new BodyException(Reason.BROKEN_OFF, "body ended after " + length + " bytes: " + cause));
        }
    }

    @Override
    public void onComplete() {
        if (!whole.isDone()) {
            whole.complete(new Body(bytes, length, budget));
        }
    }
}
