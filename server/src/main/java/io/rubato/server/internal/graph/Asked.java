package io.rubato.server.internal.graph;

import io.rubato.server.config.QuerySettings;
import io.rubato.server.internal.api.Parameters;

/// The time that a question is about.
final class Asked {
    private Asked() {}

    /// Unix nanoseconds; the end is not included.
    record Range(long startNanos, long endNanos) {}

    /// `start` and `end` as in a search.
    ///
    /// @throws io.rubato.server.internal.api.BadRequest when they are no times, or too far apart
    static Range range(Parameters parameters, QuerySettings settings) {
        Parameters.Range range = parameters.range(settings.maxDuration());
        boolean ever = range.endNanos() == Long.MAX_VALUE;
        return new Range(range.startNanos(), ever ? Long.MAX_VALUE : range.endNanos() + 1);
    }
}
