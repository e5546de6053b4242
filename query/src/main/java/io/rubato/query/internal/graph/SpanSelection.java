package io.rubato.query.internal.graph;

import io.rubato.query.QueryException;
import io.rubato.query.SpanMoment;
import io.rubato.query.internal.eval.Binder;
import io.rubato.query.internal.spanset.SpansetPlan;
import io.rubato.storage.scan.BatchStats;
import io.rubato.traceql.Pipeline;
import io.rubato.traceql.Query;
import org.jspecify.annotations.Nullable;

/// The spans that a question is about: those a filter leaves that were in a range of time.
///
/// @param filter null for none
/// @param endNanos not included
/// @param moment of a span, that must be in the range
record SpanSelection(@Nullable Pipeline filter, long startNanos, long endNanos, SpanMoment moment) {
    /// @throws QueryException for a metrics query
    static SpanSelection of(@Nullable Query filter, long startNanos, long endNanos, SpanMoment moment) {
        return new SpanSelection(filter == null ? null : pipeline(filter), startNanos, endNanos, moment);
    }

    private static Pipeline pipeline(Query filter) {
        if (filter.body() instanceof Pipeline pipeline) {
            return pipeline;
        }
        throw new QueryException("'" + filter + "' is a metrics query (expected: a query for spans)");
    }

    /// Whether a batch may have such spans.
    boolean overlaps(BatchStats stats) {
        return latest(stats) >= startNanos && stats.minStart() < endNanos;
    }

    /// Whether all spans of a batch are in the range.
    boolean covers(BatchStats stats) {
        return stats.minStart() >= startNanos && latest(stats) < endNanos;
    }

    private long latest(BatchStats stats) {
        return switch (moment) {
            case START -> stats.maxStart();
            case END -> Math.max(stats.maxEnd(), stats.maxStart());
        };
    }

    /// Those of one source.
    ///
    /// @throws QueryException for a query that cannot be executed
    SpanRange bind(Binder binder) {
        return new SpanRange(binder.source().batches(), this, filter == null ? null : SpansetPlan.bind(filter, binder));
    }
}
