package io.rubato.tracing.internal.channel;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import io.opentelemetry.context.propagation.TextMapPropagator;
import io.opentelemetry.context.propagation.TextMapSetter;
import io.rubato.tracing.async.Relation;
import io.rubato.tracing.context.RequestIds;

/// The tracer and the propagators that a channel works with. Safe for any number of threads.
public final class Channel {
    private final Tracer tracer;
    private final TextMapPropagator propagator;

    /// @param scope the instrumentation scope of the spans
    public Channel(OpenTelemetry openTelemetry, String scope) {
        this.tracer = openTelemetry.getTracer(scope);
        this.propagator = openTelemetry.getPropagators().getTextMapPropagator();
    }

    /// What the headers of a message say. The thread's own context is left out, for a message belongs to who sent it.
    public <C> Context extract(C carrier, TextMapGetter<C> getter) {
        return propagator.extract(Context.root(), carrier, getter);
    }

    public <C> void inject(Context context, C carrier, TextMapSetter<C> setter) {
        propagator.inject(context, carrier, setter);
    }

    /// A span to start under `parent`, with the ids of the request.
    public SpanBuilder span(String name, SpanKind kind, Context parent) {
        SpanBuilder builder = tracer.spanBuilder(name).setParent(parent).setSpanKind(kind);
        RequestIds ids = RequestIds.from(parent);
        if (ids.requestId() != null) {
            builder.setAttribute(Keys.REQUEST_ID, ids.requestId());
        }
        if (ids.dynamoRequestId() != null) {
            builder.setAttribute(Keys.DYNAMO_REQUEST_ID, ids.dynamoRequestId());
        }
        return builder;
    }

    /// A span to start for what `sender` asked for, as its child or linked to it. The request ids go along either way.
    public Start span(String name, SpanKind kind, Context sender, Relation relation) {
        return switch (relation) {
            case PARENT -> new Start(sender, span(name, kind, sender));
            case LINK -> {
                Context own = sender.with(Span.getInvalid());
                SpanContext link = Span.fromContext(sender).getSpanContext();
                SpanBuilder builder = span(name, kind, own);
                yield new Start(own, link.isValid() ? builder.addLink(link) : builder);
            }
        };
    }

    /// @param context what the span, once started, is to be put into
    public record Start(Context context, SpanBuilder builder) {}
}
