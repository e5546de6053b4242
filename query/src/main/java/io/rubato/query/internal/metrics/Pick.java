package io.rubato.query.internal.metrics;

import io.rubato.storage.model.TraceId;

/// A span chosen as an exemplar.
///
/// @param hash the lower one is chosen
/// @param startNanos of the span
/// @param value what was measured of it, NaN where nothing is
record Pick(long hash, int interval, long startNanos, TraceId trace, double value) {
    /// Bytes that one takes, with its trace id.
    static final int BYTES = 80;

    /// Chooses by what the spans are, never by where they are stored.
    boolean goesBefore(Pick other) {
        if (hash != other.hash) {
            return hash < other.hash;
        }
        int byTrace = trace.compareTo(other.trace);
        return byTrace != 0 ? byTrace < 0 : Double.compare(value, other.value) > 0;
    }
}
