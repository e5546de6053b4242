package io.rubato.query;

import io.rubato.traceql.Query;
import org.jspecify.annotations.Nullable;

/// A question for rate, errors and durations of spans by service, name, kind and status.
///
/// @param filter the spans that count, parsed and validated, or null for all
/// @param startNanos, endNanos when a span was, Unix nanoseconds; the end is not included
/// @param moment which moment of the span that is
/// @param by what series are broken down by
/// @param sizes whether the bytes of spans are counted: it takes longer
public record SpanSeriesRequest(
        @Nullable Query filter, long startNanos, long endNanos, SpanMoment moment, Breakdown by, boolean sizes) {
    /// Spans that start in a range.
    public SpanSeriesRequest(@Nullable Query filter, long startNanos, long endNanos) {
        this(filter, startNanos, endNanos, SpanMoment.START, Breakdown.NONE, false);
    }
}
