package io.rubato.query;

import io.rubato.storage.model.Attribute;
import java.util.List;

/// Matching spans of one trace.
///
/// @param spans the earliest first, at most [SearchRequest#spansPerSpanset()]
/// @param matched how many matched in all
/// @param attributes of the set itself: groups and aggregates
public record Spanset(List<SpanMatch> spans, int matched, List<Attribute> attributes) {
    /// One matching span.
    ///
    /// @param spanId 8 bytes, big-endian
    /// @param name the span's name
    /// @param nameSelected whether the query tests or selects the name
    /// @param attributes what the query tests or selects, keyed without a scope, in the order it first names them;
    ///     intrinsics under their TraceQL name, durations as text such as `238ms`
    public record SpanMatch(
            long spanId,
            String name,
            boolean nameSelected,
            long startNanos,
            long durationNanos,
            List<Attribute> attributes) {}
}
