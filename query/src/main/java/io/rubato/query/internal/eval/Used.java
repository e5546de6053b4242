package io.rubato.query.internal.eval;

import io.rubato.storage.scan.AttributeLevel;
import io.rubato.storage.scan.Bits;
import io.rubato.storage.scan.Values;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/// What some of the rows of a batch use. Rows are null for all.
final class Used {
    private Used() {}

    /// The codes of a field that every row has.
    static Bits codes(int[] codes, int count, @Nullable Bits rows, int size) {
        Bits used = new Bits(size);
        for (int row = 0; row < count; row++) {
            if (rows == null || rows.get(row)) {
                used.set(codes[row]);
            }
        }
        return used;
    }

    /// The codes of a column.
    static Bits codes(Values values, @Nullable Bits rows) {
        Bits used = new Bits(values.dictionary().size());
        mark(values, rows, used);
        return used;
    }

    /// Adds the codes of a column.
    static void mark(Values values, @Nullable Bits rows, Bits used) {
        int[] codes = values.codes();
        if (values.isRepeated()) {
            positions(values, rows, position -> used.set(codes[position]));
        } else if (rows == null) {
            for (int i = 0; i < values.count(); i++) {
                used.set(codes[i]);
            }
        } else {
            mark(codes, values.present().words(), rows.words(), used);
        }
    }

    private static void mark(int[] codes, long[] present, long[] rows, Bits used) {
        int position = 0;
        for (int w = 0; w < present.length; w++) {
            long here = present[w];
            for (long both = here & rows[w]; both != 0; both &= both - 1) {
                long below = Long.lowestOneBit(both) - 1;
                used.set(codes[position + Long.bitCount(here & below)]);
            }
            position += Long.bitCount(here);
        }
    }

    /// Calls with the place of each value of the rows.
    static void positions(Values values, @Nullable Bits rows, IntConsumer each) {
        if (values.isRepeated()) {
            for (int i = 0; i < values.count(); i++) {
                if (rows == null || rows.get(values.rows()[i])) {
                    each.accept(i);
                }
            }
            return;
        }
        int position = 0;
        Bits present = values.present();
        for (int row = present.next(0); row >= 0; row = present.next(row + 1)) {
            if (rows == null || rows.get(row)) {
                each.accept(position);
            }
            position++;
        }
    }

    static boolean any(Values values, @Nullable Bits rows) {
        if (rows == null) {
            return values.count() > 0;
        }
        Bits both = values.present().copy();
        both.and(rows);
        return !both.isEmpty();
    }

    /// The rows of a level that belong to some spans.
    static @Nullable Bits ofLevel(BatchScope batch, AttributeLevel level, @Nullable Bits spans) {
        if (spans == null || level == AttributeLevel.SPAN) {
            return spans;
        }
        Bits rows = new Bits(batch.rows(level));
        int[] first = batch.firstRows(level);
        for (int span = spans.next(0); span >= 0; span = spans.next(span + 1)) {
            rows.setRange(first[span], first[span + 1]);
        }
        return rows;
    }
}
