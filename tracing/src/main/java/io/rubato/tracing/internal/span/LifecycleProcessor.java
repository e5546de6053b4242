package io.rubato.tracing.internal.span;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.internal.ExtendedSpanProcessor;
import io.rubato.tracing.context.RequestIds;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Gives every recorded span the request ids of the context it starts in, and at its end `busy_ns` and `idle_ns`,
/// which sum to its duration: they are set between the moment the end time is fixed and the export.
public final class LifecycleProcessor implements ExtendedSpanProcessor {
    private static final AttributeKey<String> REQUEST_ID = AttributeKey.stringKey("x_request_id");
    private static final AttributeKey<String> DYNAMO_REQUEST_ID = AttributeKey.stringKey("x_dynamo_request_id");
    private static final AttributeKey<Long> BUSY = AttributeKey.longKey("busy_ns");
    private static final AttributeKey<Long> IDLE = AttributeKey.longKey("idle_ns");

    private final LongAdder open = new LongAdder();
    private final boolean timed;
    private final @Nullable Consumer<ReadableSpan> closed;

    /// @param timed false if nothing can be known of busy times
    /// @param closed told of every span that has ended
    public LifecycleProcessor(boolean timed, @Nullable Consumer<ReadableSpan> closed) {
        this.timed = timed;
        this.closed = closed;
    }

    /// How many recorded spans have started and not ended.
    public long open() {
        return open.sum();
    }

    @Override
    public void onStart(Context parentContext, ReadWriteSpan span) {
        open.increment();
        RequestIds ids = RequestIds.from(parentContext);
        String requestId = ids.requestId();
        if (requestId != null) {
            span.setAttribute(REQUEST_ID, requestId);
        }
        String dynamoRequestId = ids.dynamoRequestId();
        if (dynamoRequestId != null) {
            span.setAttribute(DYNAMO_REQUEST_ID, dynamoRequestId);
        }
    }

    @Override
    public boolean isStartRequired() {
        return true;
    }

    @Override
    public void onEnding(ReadWriteSpan span) {
        long duration = span.getLatencyNanos();
        long busy = BusyTimes.stop(span, duration);
        span.setAttribute(BUSY, busy);
        span.setAttribute(IDLE, duration - busy);
    }

    @Override
    public boolean isOnEndingRequired() {
        return timed;
    }

    @Override
    public void onEnd(ReadableSpan span) {
        open.decrement();
        if (closed != null) {
            closed.accept(span);
        }
    }

    @Override
    public boolean isEndRequired() {
        return true;
    }
}
