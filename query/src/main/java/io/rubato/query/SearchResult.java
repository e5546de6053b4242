package io.rubato.query;

import java.util.List;

/// The answer to a search.
///
/// @param traces the newest by trace start first; equal starts by trace id
/// @param warnings about the query, one line each
/// @param metrics what it took
public record SearchResult(List<TraceMatch> traces, List<String> warnings, QueryMetrics metrics) {
    /// Without warnings.
    public SearchResult(List<TraceMatch> traces, QueryMetrics metrics) {
        this(traces, List.of(), metrics);
    }
}
