package io.rubato.server.internal.api;

import io.rubato.query.QueryMetrics;
import io.rubato.query.SearchResult;
import io.rubato.query.Spanset;
import io.rubato.query.Spanset.SpanMatch;
import io.rubato.query.TraceMatch;
import io.rubato.server.internal.api.MessageWriter.Jobs;
import java.util.Iterator;
import java.util.function.Consumer;

/// An answer as messages tempopb.SearchResponse, each small enough for a client with usual limits.
final class SearchMessages {
    static final int LARGEST = 1 << 20;

    private SearchMessages() {}

    /// @param withSpansets whether it was a TraceQL search
    static void write(SearchResult result, Jobs jobs, boolean withSpansets, Consumer<byte[]> messages) {
        Iterator<TraceMatch> traces = result.traces().iterator();
        do {
            MessageWriter out = new MessageWriter();
            while (traces.hasNext() && out.size() < LARGEST) {
                TraceMatch trace = traces.next();
                out.message(1, () -> trace(out, trace, withSpansets));
            }
            QueryMetrics metrics = result.metrics();
            out.metrics(2, metrics, jobs);
            messages.accept(out.bytes());
        } while (traces.hasNext());
    }

    private static void trace(MessageWriter out, TraceMatch trace, boolean withSpansets) {
        out.text(1, SearchJson.withoutLeadingZeros(trace.traceId().hex()));
        out.text(2, SearchJson.rootServiceName(trace));
        out.text(3, trace.rootName());
        out.number(4, trace.startNanos());
        out.number(5, SearchJson.milliseconds(trace.endNanos() - trace.startNanos()));
        if (withSpansets && !trace.spansets().isEmpty()) {
            out.message(6, () -> spanset(out, trace.spansets().getFirst()));
            trace.spansets().forEach(set -> out.message(7, () -> spanset(out, set)));
        }
        trace.services()
                .forEach((service, stats) -> out.message(8, () -> {
                    out.text(1, service);
                    out.message(2, () -> {
                        out.number(1, stats.spans());
                        out.number(2, stats.errors());
                    });
                }));
    }

    private static void spanset(MessageWriter out, Spanset set) {
        for (SpanMatch span : set.spans()) {
            out.message(1, () -> {
                out.text(1, SearchJson.spanId(span.spanId()));
                if (span.nameSelected()) {
                    out.text(2, span.name());
                }
                out.number(3, span.startNanos());
                out.number(4, Math.max(0, span.durationNanos()));
                out.attributes(5, span.attributes());
            });
        }
        out.number(2, set.matched());
        out.attributes(3, set.attributes());
    }
}
