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
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// The spans of OTLP bodies as the generated classes of opentelemetry-proto read them, by trace: what a
/// store must give back, whatever the grouping by resource and scope.
public final class SpanSet {
    /// What stands around a span.
    public record Origin(Resource resource, String resourceUrl, InstrumentationScope scope, String scopeUrl) {}

    /// A span with all that stands around it. The span is kept as the generated classes serialize it, which is
    /// small and tells equal spans from others, unknown fields included.
    public record Placed(Origin origin, ByteString span) {}

    private static final Map<Origin, Origin> ORIGINS = new ConcurrentHashMap<>();

    private final Map<ByteString, List<Placed>> traces = new HashMap<>();

    public SpanSet add(byte[] body) {
        try {
            for (ResourceSpans resourceSpans : TracesData.parseFrom(body).getResourceSpansList()) {
                for (ScopeSpans scopeSpans : resourceSpans.getScopeSpansList()) {
                    Origin origin = ORIGINS.computeIfAbsent(
                            new Origin(
                                    resourceSpans.getResource(),
                                    resourceSpans.getSchemaUrl(),
                                    scopeSpans.getScope(),
                                    scopeSpans.getSchemaUrl()),
                            same -> same);
                    for (Span span : scopeSpans.getSpansList()) {
                        traces.computeIfAbsent(span.getTraceId(), id -> new ArrayList<>())
                                .add(new Placed(origin, span.toByteString()));
                    }
                }
            }
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalArgumentException(e);
        }
        return this;
    }

    /// The same set with each span once: a copy in every field is stored once.
    public SpanSet distinct() {
        SpanSet distinct = new SpanSet();
        traces.forEach((id, spans) -> distinct.traces.put(id, new ArrayList<>(new LinkedHashSet<>(spans))));
        return distinct;
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
        spans.sort(Comparator.comparing(Placed::span, ByteString.unsignedLexicographicalComparator()));
        return spans;
    }
}
