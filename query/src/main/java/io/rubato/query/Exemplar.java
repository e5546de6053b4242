package io.rubato.query;

import io.rubato.storage.model.TraceId;

/// One of the spans counted, as an example: the longest.
///
/// @param endNanos when it ended, Unix nanoseconds
public record Exemplar(TraceId traceId, long durationNanos, long endNanos) {
    /// The longer of two; of equally long ones always the same.
    public static Exemplar longer(Exemplar a, Exemplar b) {
        int longer = Long.compare(a.durationNanos, b.durationNanos);
        int chosen = longer != 0 ? longer : a.traceId.compareTo(b.traceId);
        return chosen >= 0 ? a : b;
    }
}
