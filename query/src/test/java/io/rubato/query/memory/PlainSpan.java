package io.rubato.query.memory;

import io.rubato.storage.model.Attribute;
import io.rubato.storage.model.Origin;
import io.rubato.storage.model.TraceId;
import java.util.List;

/// A span as it was sent. Durations in nanoseconds, may be negative.
public record PlainSpan(
        TraceId traceId,
        long spanId,
        long parentId,
        String name,
        int kind,
        int status,
        String statusMessage,
        long start,
        long duration,
        Origin origin,
        List<Attribute> attributes,
        List<Event> events,
        List<Link> links) {
    public record Event(long time, String name, List<Attribute> attributes) {}

    public record Link(TraceId traceId, long spanId, List<Attribute> attributes) {}
}
