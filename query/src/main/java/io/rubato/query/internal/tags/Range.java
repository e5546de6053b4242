package io.rubato.query.internal.tags;

import io.rubato.query.internal.eval.BatchScope;
import io.rubato.query.internal.eval.Binder;
import io.rubato.query.internal.eval.Condition;
import io.rubato.query.internal.scan.Morsel;
import io.rubato.storage.scan.Bits;
import io.rubato.storage.scan.SpanSource;
import io.rubato.traceql.Expression;
import io.rubato.traceql.SpansetFilter;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The spans of one source that a question for names or values is about.
final class Range {
    private final SpanSource source;
    private final boolean filtered;
    private final Condition condition;
    private final long startNanos;
    private final long endNanos;

    Range(SpanSource source, Binder binder, Expression filter, long startNanos, long endNanos) {
        this.source = source;
        this.filtered = !filter.equals(SpansetFilter.ALL.expression());
        this.condition = binder.condition(filter);
        this.startNanos = startNanos;
        this.endNanos = endNanos;
    }

    /// The batches to look at.
    List<Morsel> morsels(int index, Bits candidates) {
        Bits batches = condition.batches(true);
        List<Morsel> morsels = new ArrayList<>();
        for (int b = candidates.next(0); b >= 0; b = candidates.next(b + 1)) {
            Morsel morsel = new Morsel(index, b, source.stats(b));
            if (batches.get(b) && morsel.overlaps(startNanos, endNanos)) {
                morsels.add(morsel);
            }
        }
        return morsels;
    }

    /// Whether any batch may have spans that count.
    boolean isEmpty() {
        for (int b = 0; b < source.batches(); b++) {
            if (new Morsel(0, b, source.stats(b)).overlaps(startNanos, endNanos)) {
                return false;
            }
        }
        return true;
    }

    /// Whether the source counts whole, so that its dictionaries tell all: without a filter a source that the time
    /// range touches does.
    boolean isWhole() {
        return !filtered && !source.hidesRows();
    }

    /// The rows of a batch that count, or null for all.
    @Nullable
    Bits rows(BatchScope scope) {
        if (!filtered && scope.batch().hidden() == null) {
            return null;
        }
        Bits rows = condition.rows(scope, true, null);
        scope.hide(rows);
        if (filtered) {
            clip(scope, rows);
        }
        return rows;
    }

    private void clip(BatchScope scope, Bits rows) {
        int[] starts = scope.batch().traceStarts();
        Bits outside = new Bits(rows.size());
        for (int trace = 0; trace < scope.batch().traces(); trace++) {
            if (scope.traces().start(trace) > endNanos || scope.traces().end(trace) < startNanos) {
                outside.setRange(starts[trace], starts[trace + 1]);
            }
        }
        rows.andNot(outside);
    }
}
