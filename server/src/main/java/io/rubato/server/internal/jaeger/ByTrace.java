package io.rubato.server.internal.jaeger;

import io.rubato.server.internal.trace.DecodedTrace;
import io.rubato.server.internal.trace.DecodedTrace.ResourceSpans;
import io.rubato.server.internal.trace.DecodedTrace.ScopeSpans;
import io.rubato.server.internal.trace.DecodedTrace.Span;
import io.rubato.server.internal.trace.SpanGroups;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Parts the spans of several traces.
final class ByTrace {
    private ByTrace() {}

    static List<DecodedTrace> split(DecodedTrace all) {
        Map<String, SpanGroups> traces = new LinkedHashMap<>();
        for (ResourceSpans resource : all.resources()) {
            for (ScopeSpans scope : resource.scopes()) {
                for (Span span : scope.spans()) {
                    traces.computeIfAbsent(span.traceId(), id -> new SpanGroups())
                            .add(resource.attributes(), scope.name(), scope.version(), span);
                }
            }
        }
        return traces.values().stream().map(SpanGroups::trace).toList();
    }
}
