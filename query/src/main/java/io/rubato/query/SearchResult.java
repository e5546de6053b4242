package io.rubato.query;

import java.util.List;

/// The answer to a search.
///
/// @param traces the newest by trace start first; equal starts by trace id
/// @param metrics what it took
public record SearchResult(List<TraceMatch> traces, QueryMetrics metrics) {}
