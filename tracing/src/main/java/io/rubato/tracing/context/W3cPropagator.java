package io.rubato.tracing.context;

import static java.lang.System.Logger.Level.DEBUG;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import io.opentelemetry.context.propagation.TextMapPropagator;
import io.opentelemetry.context.propagation.TextMapSetter;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Reads and writes `traceparent` and `tracestate` by [W3C Trace Context, level
/// 2](https://www.w3.org/TR/trace-context-2/).
///
/// The sampled and the random flag are carried through as they came; the other flag bits are reserved and are sent as
/// zero. A version above 00 is read by the rules of 00. A `traceparent` that breaks the rules, or comes twice, counts
/// as
/// absent together with its `tracestate`, so that the next span is a new root; one line at debug level says why. A
/// malformed `tracestate` is dropped alone.
///
/// Duplicates are seen only through getters that implement [TextMapGetter#getAll]. Stateless and safe for any number of
/// threads.
public final class W3cPropagator implements TextMapPropagator {
    static final String TRACEPARENT = "traceparent";
    static final String TRACESTATE = "tracestate";

    private static final System.Logger log = System.getLogger(W3cPropagator.class.getName());
    private static final List<String> FIELDS = List.of(TRACEPARENT, TRACESTATE);
    private static final W3cPropagator INSTANCE = new W3cPropagator();

    private W3cPropagator() {}

    public static W3cPropagator instance() {
        return INSTANCE;
    }

    @Override
    public Collection<String> fields() {
        return FIELDS;
    }

    @Override
    public <C> void inject(Context context, @Nullable C carrier, TextMapSetter<C> setter) {
        SpanContext span = Span.fromContext(context).getSpanContext();
        if (!span.isValid()) {
            return;
        }
        setter.set(carrier, TRACEPARENT, TraceParent.format(span));
        TraceState state = span.getTraceState();
        if (!state.isEmpty()) {
            setter.set(carrier, TRACESTATE, W3cTraceState.format(state));
        }
    }

    @Override
    public <C> Context extract(Context context, @Nullable C carrier, TextMapGetter<C> getter) {
        Iterator<String> parents = getter.getAll(carrier, TRACEPARENT);
        if (!parents.hasNext()) {
            return context;
        }
        String parent = parents.next();
        if (parents.hasNext()) {
            ignored(TRACEPARENT, parent, "one header, but there are several");
            return context;
        }
        int offset = TraceParent.check(parent);
        SpanContext span = offset < 0
                ? SpanContext.getInvalid()
                : TraceParent.read(parent, offset, state(getter.getAll(carrier, TRACESTATE)));
        if (!span.isValid()) {
            ignored(TRACEPARENT, parent, "version-traceid-parentid-flags in lower-case hex, ids not zero");
            return context;
        }
        return context.with(Span.wrap(span));
    }

    private static TraceState state(Iterator<String> headers) {
        if (!headers.hasNext()) {
            return TraceState.getDefault();
        }
        String header = headers.next();
        if (headers.hasNext()) {
            header = joined(header, headers);
        }
        TraceState state = W3cTraceState.parse(header);
        if (state == null) {
            ignored(TRACESTATE, header, "at most 32 distinct key=value members");
            return TraceState.getDefault();
        }
        return state;
    }

    private static String joined(String first, Iterator<String> rest) {
        StringBuilder all = new StringBuilder(first);
        while (rest.hasNext() && all.length() <= W3cTraceState.MAX_LENGTH) {
            all.append(',').append(rest.next());
        }
        return all.toString();
    }

    private static void ignored(String header, String value, String expected) {
        if (log.isLoggable(DEBUG)) {
            log.log(DEBUG, "ignored " + header + " \"" + Quoted.of(value) + "\": expected " + expected);
        }
    }
}
