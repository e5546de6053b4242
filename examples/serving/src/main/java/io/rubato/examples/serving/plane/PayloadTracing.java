package io.rubato.examples.serving.plane;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import io.rubato.examples.serving.trace.Failures;

/// The span `handle_payload` for HTTP, where the exchange ends long before the work does. The tracing library makes the
/// same one for TCP and NATS.
final class PayloadTracing {
    private final Tracer tracer;
    private final Instance self;

    PayloadTracing(OpenTelemetry openTelemetry, Instance self) {
        this.tracer = openTelemetry.getTracer("io.rubato.examples.serving.plane");
        this.self = self;
    }

    /// Hands a request to an endpoint within its span.
    ///
    /// @throws RefusedException if the endpoint does not take it
    @SuppressWarnings({"try", "FutureReturnValueIgnored"}) // a scope only needs closing; the span's end is the use
    void handle(Context caller, String name, Endpoint endpoint, byte[] payload) throws RefusedException {
        Span span = tracer.spanBuilder("handle_payload")
                .setParent(caller)
                .setSpanKind(SpanKind.SERVER)
                .setAttribute("network.transport", "tcp")
                .setAttribute("payload.size", payload.length)
                .setAttribute("namespace", self.namespace())
                .setAttribute("component", self.component())
                .setAttribute("endpoint", name)
                .setAttribute("instance_id", self.id())
                .startSpan();
        try (Scope current = caller.with(span).makeCurrent()) {
            endpoint.accept(Envelope.decode(payload)).whenComplete((done, thrown) -> span.end());
        } catch (RefusedException e) {
            Failures.record(span, "refused", e);
            span.end();
            throw e;
        }
    }
}
