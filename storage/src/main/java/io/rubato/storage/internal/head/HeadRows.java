package io.rubato.storage.internal.head;

import io.rubato.storage.internal.columns.ColumnRows;
import io.rubato.storage.scan.Bits;
import org.jspecify.annotations.Nullable;

/// The rows of one level of a head that a batch consists of. Not thread-safe.
final class HeadRows {
    /// For so many columns all rows are candidates, which is cheaper than sorting them.
    private static final int LOOKS = 3;

    private final LevelTable table;
    private final int[] rows;
    private @Nullable ColumnRows byShape;
    private @Nullable Bits listing;
    private int looks;

    /// @param rows their numbers in the head
    HeadRows(LevelTable table, int[] rows) {
        this.table = table;
        this.rows = rows;
    }

    int[] rows() {
        return rows;
    }

    /// The rows that may have a column, as indices of [#rows()]; a new set.
    Bits candidates(int column) {
        if (looks++ < LOOKS) {
            return Bits.all(rows.length);
        }
        Bits candidates = byShape().with(column);
        if (listing != null) {
            candidates.or(listing);
        }
        return candidates;
    }

    private ColumnRows byShape() {
        ColumnRows known = byShape;
        if (known == null) {
            int[] shapes = new int[rows.length];
            Bits lists = new Bits(rows.length);
            for (int i = 0; i < rows.length; i++) {
                shapes[i] = table.shape(rows[i]);
                if (shapes[i] < 0) {
                    lists.set(i);
                }
            }
            known = new ColumnRows(shapes, table.shapes()::columns);
            byShape = known;
            listing = lists.isEmpty() ? null : lists;
        }
        return known;
    }
}
