package io.rubato.query.internal.metrics;

import io.rubato.query.internal.eval.BatchScope;
import io.rubato.query.internal.eval.Condition;
import io.rubato.storage.scan.AttributeLevel;
import io.rubato.storage.scan.Bits;
import io.rubato.storage.scan.SpanField;
import io.rubato.traceql.Compare;

/// The spans of one batch that count, and to which cell of a series each adds: two for each interval, first that of the
/// baseline, then that of the selection.
///
/// @param counted the rows of those spans
/// @param cells by row, of those rows only
@SuppressWarnings("ArrayRecordComponent")
record Sides(Observations observations, Bits counted, int[] cells) {
    /// Of the spans of a batch so many are looked at for the exemplars of an attribute, or up to twice as many.
    private static final int LOOKED_AT = 64;

    static Sides of(Observations observations, Condition selection, Compare compare) {
        BatchScope batch = observations.batch();
        Bits selected = selection.rows(batch, true, null);
        long[] starts = batch.batch().longs(SpanField.START);
        boolean window = compare.startNanos() > 0 && compare.endNanos() > 0;
        Bits counted = new Bits(batch.batch().rows());
        int[] cells = new int[counted.size()];
        for (int i = 0; i < observations.count(); i++) {
            int row = observations.rows()[i];
            boolean inside = !window || (starts[row] >= compare.startNanos() && starts[row] < compare.endNanos());
            counted.set(row);
            cells[row] = 2 * observations.intervals()[i] + (inside && selected.get(row) ? 1 : 0);
        }
        return new Sides(observations, counted, cells);
    }

    /// Whether most spans of the batch do not count.
    boolean areFew() {
        return observations.count() < counted.size() / 4;
    }

    /// Some of the rows, not always at the same place in a trace.
    int[] sample(int[] rows, int count) {
        int stride = Math.max(1, count / LOOKED_AT);
        int from = Math.floorMod(observations.batch().number() * 31, stride);
        int[] some = new int[Math.ceilDiv(count - from, stride)];
        for (int i = 0; i < some.length; i++) {
            some[i] = rows[from + i * stride];
        }
        return some;
    }

    /// Values that count: one for each span, of several events the first.
    ///
    /// @param at their places among the values of a column
    /// @param rows the rows of their spans
    @SuppressWarnings("ArrayRecordComponent")
    record Entries(int count, int[] at, int[] rows) {
        static final Entries NONE = new Entries(0, new int[0], new int[0]);
    }

    /// @param present the rows of the level that have a value
    Entries entries(AttributeLevel level, Bits present) {
        return level == AttributeLevel.SPAN ? ofSpans(present) : ofNested(level, present);
    }

    private Entries ofSpans(Bits present) {
        long[] here = present.words();
        long[] wanted = counted.words();
        int most = Math.min(present.count(), observations.count());
        int[] at = new int[most];
        int[] rows = new int[most];
        int count = 0;
        int before = 0;
        for (int w = 0; w < here.length; w++) {
            for (long both = here[w] & wanted[w]; both != 0; both &= both - 1) {
                at[count] = before + Long.bitCount(here[w] & Long.lowestOneBit(both) - 1);
                rows[count++] = (w << 6) + Long.numberOfTrailingZeros(both);
            }
            before += Long.bitCount(here[w]);
        }
        return new Entries(count, at, rows);
    }

    private Entries ofNested(AttributeLevel level, Bits present) {
        int most = present.count();
        int[] owners = most == 0 ? new int[0] : observations.batch().batch().owners(level);
        int[] at = new int[most];
        int[] rows = new int[most];
        int count = 0;
        int position = 0;
        for (int row = present.next(0); row >= 0; row = present.next(row + 1)) {
            int span = owners[row];
            if (counted.get(span) && (count == 0 || rows[count - 1] != span)) {
                at[count] = position;
                rows[count++] = span;
            }
            position++;
        }
        return new Entries(count, at, rows);
    }
}
