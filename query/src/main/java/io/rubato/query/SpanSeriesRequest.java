package io.rubato.query;

import io.rubato.traceql.Query;
import org.jspecify.annotations.Nullable;

/// A question for rate, errors and durations of spans by service, name, kind and status.
///
/// @param filter the spans that count, parsed and validated, or null for all
/// @param startNanos, endNanos when a span starts, Unix nanoseconds; the end is not included
public record SpanSeriesRequest(@Nullable Query filter, long startNanos, long endNanos) {}
