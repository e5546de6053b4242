package io.rubato.tracing.internal.log;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.rubato.tracing.context.RequestIds;
import org.jspecify.annotations.Nullable;

/// What a log line says of the span it was written in, read from the very span that is exported.
public record LoggedSpan(
        @Nullable String name,
        SpanContext context,
        @Nullable String parentId,
        @Nullable String requestId,
        @Nullable String dynamoRequestId,
        Attributes attributes) {

    private static final AttributeKey<String> REQUEST_ID = AttributeKey.stringKey("x_request_id");
    private static final AttributeKey<String> DYNAMO_REQUEST_ID = AttributeKey.stringKey("x_dynamo_request_id");

    /// The span and the request ids of a context; outside any span its `context` is invalid.
    public static LoggedSpan of(Context context) {
        RequestIds ids = RequestIds.from(context);
        Span span = Span.fromContext(context);
        if (span instanceof ReadableSpan readable) {
            return of(readable, ids.requestId(), ids.dynamoRequestId());
        }
        return new LoggedSpan(
                null, span.getSpanContext(), null, ids.requestId(), ids.dynamoRequestId(), Attributes.empty());
    }

    /// A span outside its context: the request ids are those it was given at its start.
    public static LoggedSpan of(ReadableSpan span) {
        return of(span, span.getAttribute(REQUEST_ID), span.getAttribute(DYNAMO_REQUEST_ID));
    }

    private static LoggedSpan of(ReadableSpan span, @Nullable String requestId, @Nullable String dynamoRequestId) {
        SpanContext parent = span.getParentSpanContext();
        return new LoggedSpan(
                span.getName(),
                span.getSpanContext(),
                parent.isValid() ? parent.getSpanId() : null,
                requestId,
                dynamoRequestId,
                span.getAttributes());
    }

    /// The trace state as its header writes it, null if it is empty.
    @Nullable
    String traceState() {
        TraceState state = context.getTraceState();
        if (state.isEmpty()) {
            return null;
        }
        StringBuilder text = new StringBuilder();
        state.forEach((key, value) ->
                text.append(text.isEmpty() ? "" : ",").append(key).append('=').append(value));
        return text.toString();
    }
}
