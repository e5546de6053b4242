package io.rubato.storage;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import io.opentelemetry.proto.common.v1.InstrumentationScope;
import io.opentelemetry.proto.resource.v1.Resource;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.TracesData;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The spans of OTLP bodies as the generated classes of opentelemetry-proto read them, by trace: what a
/// store must give back, whatever the grouping by resource and scope.
public final class SpanSet {
    /// A span with all that stands around it. `resource` and `scope` are the serialized messages, so that
    /// unknown fields count too.
    public record Placed(
            Resource resource, String resourceUrl, InstrumentationScope scope, String scopeUrl, Span span) {}

    private final Map<ByteString, List<Placed>> traces = new HashMap<>();

    public SpanSet add(byte[] body) {
        try {
            for (ResourceSpans resourceSpans : TracesData.parseFrom(body).getResourceSpansList()) {
                for (ScopeSpans scopeSpans : resourceSpans.getScopeSpansList()) {
                    for (Span span : scopeSpans.getSpansList()) {
                        traces.computeIfAbsent(span.getTraceId(), id -> new ArrayList<>())
                                .add(new Placed(
                                        resourceSpans.getResource(),
                                        resourceSpans.getSchemaUrl(),
                                        scopeSpans.getScope(),
                                        scopeSpans.getSchemaUrl(),
                                        span));
                    }
                }
            }
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalArgumentException(e);
        }
        return this;
    }

    public Map<ByteString, List<Placed>> traces() {
        return traces;
    }

    public int spans() {
        return traces.values().stream().mapToInt(List::size).sum();
    }

    /// The spans of a trace in an order of their own, for comparison.
    public List<Placed> sorted(ByteString traceId) {
        List<Placed> spans = new ArrayList<>(traces.getOrDefault(traceId, List.of()));
        spans.sort(Comparator.comparing(
                placed -> placed.span().toByteString(), ByteString.unsignedLexicographicalComparator()));
        return spans;
    }
}
