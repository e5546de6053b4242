package io.rubato.query;

/// What answering took.
///
/// @param inspectedBytes bytes read from blocks and heads
/// @param totalSources blocks and heads there were
public record QueryMetrics(
        long inspectedTraces, long inspectedSpans, long inspectedBytes, int totalSources, long totalBytes) {}
