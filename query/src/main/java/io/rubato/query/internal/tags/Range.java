package io.rubato.query.internal.tags;

import io.rubato.query.internal.eval.BatchScope;
import io.rubato.query.internal.eval.Binder;
import io.rubato.query.internal.eval.Condition;
import io.rubato.query.internal.scan.Morsel;
import io.rubato.storage.scan.BatchStats;
import io.rubato.storage.scan.Bits;
import io.rubato.storage.scan.SpanSource;
import io.rubato.traceql.Expression;
import io.rubato.traceql.SpansetFilter;
import org.jspecify.annotations.Nullable;

/// The spans that a question for names or values is about: those that meet a filter, of traces that overlap a range of
/// time.
record Range(Expression filter, long startNanos, long endNanos) {
    boolean isFiltered() {
        return !filter.equals(SpansetFilter.ALL.expression());
    }

    /// Whether a batch may have such spans.
    boolean overlaps(BatchStats stats) {
        return Morsel.overlaps(stats, startNanos, endNanos);
    }

    /// Whether all traces of a batch overlap the range, also those of which it has only a part.
    private boolean covers(BatchStats stats) {
        return stats.minStart() >= startNanos && stats.maxTraceStart() <= endNanos;
    }

    Bound bind(Binder binder) {
        return new Bound(this, binder.source(), binder.condition(filter));
    }

    /// Those of one source. Thread-safe.
    record Bound(Range range, SpanSource source, Condition condition) {
        /// The batches that may have such spans.
        Bits batches() {
            return condition.batches(true);
        }

        /// Whether all spans of the source count, so that its dictionaries tell what they have. Hidden traces count in
        /// another source, and overlap the range there too.
        boolean isWhole() {
            if (range.isFiltered() || source.hidesRows()) {
                return false;
            }
            for (int b = 0; b < source.batches(); b++) {
                if (!range.covers(source.stats(b))) {
                    return false;
                }
            }
            return true;
        }

        /// Whether all spans of a batch count, or those of hidden traces in another source, where they are in the range
        /// too.
        boolean countsWhole(BatchStats stats) {
            return !range.isFiltered() && !source.hidesRows() && range.covers(stats);
        }

        /// The rows of a batch that count, or null for all.
        @Nullable
        Bits rows(BatchScope scope, BatchStats stats) {
            boolean covered = range.covers(stats);
            boolean hides = scope.batch().hidden() != null && (range.isFiltered() || source.hidesRows());
            if (!range.isFiltered() && covered && !hides) {
                return null;
            }
            Bits rows = condition.rows(scope, true, null);
            scope.hide(rows);
            if (!covered) {
                clip(scope, rows);
            }
            return rows;
        }

        private void clip(BatchScope scope, Bits rows) {
            int[] starts = scope.batch().traceStarts();
            Bits outside = new Bits(rows.size());
            for (int trace = 0; trace < scope.batch().traces(); trace++) {
                if (scope.traces().start(trace) > range.endNanos
                        || scope.traces().end(trace) < range.startNanos) {
                    outside.setRange(starts[trace], starts[trace + 1]);
                }
            }
            rows.andNot(outside);
        }
    }
}
