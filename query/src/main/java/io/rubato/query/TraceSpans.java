package io.rubato.query;

import java.util.Set;

/// Some spans of one trace.
///
/// @param total how many spans the trace has
/// @param inspectedBytes bytes read to find them
public record TraceSpans(Set<Key> spans, int total, long inspectedBytes) {
    /// What tells the spans of a trace apart: Zipkin's clients give the two ends of a call the same id.
    ///
    /// @param kind OTLP's number
    public record Key(long spanId, int kind) {}
}
