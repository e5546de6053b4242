package io.rubato.tracing.context;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapPropagator;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/// The headers that carry a context to another process, for a transport that has no channel class here.
///
/// ```java
/// Map<String, String> headers = TraceHeaders.of(Context.current());
/// ```
public final class TraceHeaders {
    private static final TextMapPropagator PROPAGATOR =
            TextMapPropagator.composite(W3cPropagator.instance(), RequestIdPropagator.instance());

    private TraceHeaders() {}

    /// Trace context and request ids together: what every channel of this library reads and writes.
    public static TextMapPropagator propagator() {
        return PROPAGATOR;
    }

    /// `traceparent`, and if present `tracestate`, `x-request-id` and `x-dynamo-request-id`, in that order and with
    /// lower-case names. Empty when `context` has no valid span: a header that names no span would mislead.
    public static Map<String, String> of(Context context) {
        if (!Span.fromContext(context).getSpanContext().isValid()) {
            return Map.of();
        }
        Map<String, String> headers = new LinkedHashMap<>();
        PROPAGATOR.inject(context, headers, (map, name, value) -> {
            if (map != null) {
                map.put(name, value);
            }
        });
        return Collections.unmodifiableMap(headers);
    }
}
