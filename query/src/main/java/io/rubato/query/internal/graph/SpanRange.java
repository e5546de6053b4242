package io.rubato.query.internal.graph;

import io.rubato.query.QueryException;
import io.rubato.query.SpanMoment;
import io.rubato.query.internal.eval.BatchScope;
import io.rubato.query.internal.eval.Binder;
import io.rubato.query.internal.scan.Morsel;
import io.rubato.query.internal.spanset.SpansetPlan;
import io.rubato.storage.scan.Batch;
import io.rubato.storage.scan.BatchStats;
import io.rubato.storage.scan.Bits;
import io.rubato.storage.scan.SpanField;
import io.rubato.storage.scan.SpanSource;
import io.rubato.traceql.Pipeline;
import io.rubato.traceql.Query;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The spans of one source that a question is about: those a filter leaves that were in a range of time. Thread-safe.
final class SpanRange {
    private final SpanSource source;
    private final @Nullable SpansetPlan plan;
    private final long startNanos;
    private final long endNanos;
    private final SpanMoment moment;

    /// @throws QueryException for a query that cannot be executed
    SpanRange(
            SpanSource source,
            Binder binder,
            @Nullable Query filter,
            long startNanos,
            long endNanos,
            SpanMoment moment) {
        this.source = source;
        this.plan = filter == null ? null : SpansetPlan.bind(pipeline(filter), binder);
        this.startNanos = startNanos;
        this.endNanos = endNanos;
        this.moment = moment;
    }

    private static Pipeline pipeline(Query filter) {
        if (filter.body() instanceof Pipeline pipeline) {
            return pipeline;
        }
        throw new QueryException("'" + filter + "' is a metrics query (expected: a query for spans)");
    }

    SpanSource source() {
        return source;
    }

    /// Adds the batches that may have such spans.
    void morsels(int number, List<Morsel> morsels) {
        Bits candidates = plan == null ? Bits.all(source.batches()) : plan.batches();
        for (int b = candidates.next(0); b >= 0; b = candidates.next(b + 1)) {
            BatchStats stats = source.stats(b);
            if (latest(stats) >= startNanos && stats.minStart() < endNanos) {
                morsels.add(new Morsel(number, b, stats));
            }
        }
    }

    /// Those of a batch; each span of a hidden trace is left out.
    ///
    /// @param cuts where the range is cut
    Chosen of(BatchScope scope, BatchStats stats, long[] cuts) {
        boolean inside = stats.minStart() >= startNanos && latest(stats) < endNanos;
        return new Chosen(
                inside && cuts.length == 0 ? null : moments(scope.batch()),
                new Intervals(cuts),
                startNanos,
                endNanos,
                plan == null ? null : plan.evaluate(scope).rows(),
                scope.batch().hidden());
    }

    private long latest(BatchStats stats) {
        return switch (moment) {
            case START -> stats.maxStart();
            case END -> Math.max(stats.maxEnd(), stats.maxStart());
        };
    }

    private long[] moments(Batch batch) {
        long[] starts = batch.longs(SpanField.START);
        if (moment == SpanMoment.START) {
            return starts;
        }
        long[] durations = batch.longs(SpanField.DURATION);
        long[] ends = new long[batch.rows()];
        Arrays.setAll(ends, row -> starts[row] + Math.max(0, durations[row]));
        return ends;
    }

    /// @param moments of all spans, or null if each is in the range, which is not cut
    /// @param rows those that the filter leaves, or null for all
    @SuppressWarnings("ArrayRecordComponent")
    record Chosen(
            long @Nullable [] moments,
            Intervals intervals,
            long startNanos,
            long endNanos,
            @Nullable Bits rows,
            @Nullable Bits hidden) {
        boolean inRange(int row) {
            return moments == null || (moments[row] >= startNanos && moments[row] < endNanos);
        }

        /// The number of the interval that a span is in.
        int interval(int row) {
            return moments == null ? 0 : intervals.at(moments[row]);
        }

        boolean passes(int row) {
            return rows == null || rows.get(row);
        }

        boolean isHidden(int row) {
            return hidden != null && hidden.get(row);
        }
    }
}
