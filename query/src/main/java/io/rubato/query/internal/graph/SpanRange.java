package io.rubato.query.internal.graph;

import io.rubato.query.SpanMoment;
import io.rubato.query.internal.eval.BatchScope;
import io.rubato.query.internal.scan.Bindings;
import io.rubato.query.internal.spanset.SpansetPlan;
import io.rubato.storage.scan.Batch;
import io.rubato.storage.scan.BatchStats;
import io.rubato.storage.scan.Bits;
import io.rubato.storage.scan.SpanField;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// The spans of one source that a question is about. Thread-safe.
///
/// @param count how many batches the source has
/// @param plan the filter, or null for none
record SpanRange(
        int count, SpanSelection selection, @Nullable SpansetPlan plan) {
    /// What is asked of a source that has such a range.
    interface Bound extends Bindings.Bound {
        SpanRange range();

        @Override
        default Bits batches() {
            return range().batches();
        }
    }

    /// The batches that may have spans that the filter leaves.
    Bits batches() {
        return plan == null ? Bits.all(count) : plan.batches();
    }

    /// Those of a batch; each span of a hidden trace is left out.
    ///
    /// @param cuts where the range is cut
    Chosen of(BatchScope scope, BatchStats stats, long[] cuts) {
        return new Chosen(
                selection.covers(stats) && cuts.length == 0 ? null : moments(scope.batch()),
                new Intervals(cuts),
                selection.startNanos(),
                selection.endNanos(),
                plan == null ? null : plan.evaluate(scope).rows(),
                scope.batch().hidden());
    }

    private long[] moments(Batch batch) {
        long[] starts = batch.longs(SpanField.START);
        if (selection.moment() == SpanMoment.START) {
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
