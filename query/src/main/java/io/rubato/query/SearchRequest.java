package io.rubato.query;

import io.rubato.traceql.Query;

/// A search for traces.
///
/// @param query what to find, parsed and validated
/// @param startNanos, endNanos the time range, Unix nanoseconds, both inclusive: a trace counts when its extent (from
///     its earliest span's start to its latest span's end) overlaps it; [Long#MIN_VALUE] and [Long#MAX_VALUE] for no
///     bound
/// @param limit at most so many traces, the newest by trace start
/// @param spansPerSpanset at most so many spans in each spanset of the answer
public record SearchRequest(Query query, long startNanos, long endNanos, int limit, int spansPerSpanset) {}
