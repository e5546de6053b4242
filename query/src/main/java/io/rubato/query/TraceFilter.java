package io.rubato.query;

import io.rubato.traceql.SpansetFilter;

/// Which spans of one trace to show.
///
/// @param spans those that match
/// @param ancestorDepth levels of ancestors to keep above a match: 0 for none, -1 for all
/// @param matchDepth levels of descendants to keep below a match: 0 for none, -1 for all
public record TraceFilter(SpansetFilter spans, int ancestorDepth, int matchDepth) {}
