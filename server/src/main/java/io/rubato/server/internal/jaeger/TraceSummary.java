package io.rubato.server.internal.jaeger;

import com.fasterxml.jackson.core.JsonGenerator;
import io.rubato.query.TraceMatch;
import io.rubato.query.TraceMatch.ServiceStats;
import io.rubato.server.internal.otlp.MalformedOtlpException;
import io.rubato.server.internal.trace.DecodedTrace;
import io.rubato.server.internal.trace.TraceDecoder;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A trace in a list of results.
///
/// @param orphans spans whose parent is not stored
record TraceSummary(TraceMatch match, int orphans) {
    static TraceSummary of(TraceMatch match, byte @Nullable [] trace) throws MalformedOtlpException {
        return new TraceSummary(match, trace == null ? 0 : orphans(TraceDecoder.decode(trace)));
    }

    private static int orphans(DecodedTrace trace) {
        List<DecodedTrace.Span> spans = trace.resources().stream()
                .flatMap(resource -> resource.scopes().stream())
                .flatMap(scope -> scope.spans().stream())
                .toList();
        Set<String> ids = new HashSet<>();
        spans.forEach(span -> ids.add(span.spanId()));
        return (int) spans.stream()
                .filter(span -> !span.parentId().isEmpty() && !ids.contains(span.parentId()))
                .count();
    }

    void write(JsonGenerator out) throws IOException {
        Map<String, ServiceStats> services = match.services();
        out.writeStartObject();
        out.writeStringField("traceId", match.traceId().hex());
        out.writeStringField("rootServiceName", match.rootServiceName());
        out.writeStringField("rootOperationName", match.rootName());
        out.writeStringField("minStartTimeUnixNano", Long.toUnsignedString(match.startNanos()));
        out.writeStringField("maxEndTimeUnixNano", Long.toUnsignedString(match.endNanos()));
        out.writeNumberField(
                "spanCount",
                services.values().stream().mapToInt(ServiceStats::spans).sum());
        out.writeNumberField(
                "errorSpanCount",
                services.values().stream().mapToInt(ServiceStats::errors).sum());
        out.writeNumberField("orphanSpanCount", orphans);
        out.writeArrayFieldStart("services");
        for (Map.Entry<String, ServiceStats> service : services.entrySet()) {
            out.writeStartObject();
            out.writeStringField("name", service.getKey());
            out.writeNumberField("spanCount", service.getValue().spans());
            out.writeNumberField("errorSpanCount", service.getValue().errors());
            out.writeEndObject();
        }
        out.writeEndArray();
        out.writeEndObject();
    }
}
