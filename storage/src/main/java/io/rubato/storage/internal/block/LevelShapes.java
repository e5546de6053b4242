package io.rubato.storage.internal.block;

import io.rubato.storage.DamagedException;
import io.rubato.storage.internal.columns.ColumnRows;
import io.rubato.storage.scan.Bits;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Which columns the rows of one level of a morsel have. Not thread-safe.
final class LevelShapes {
    /// For so many columns all rows are looked at, which is cheaper than sorting them.
    private static final int LOOKS = 3;

    private final Footer.Level level;
    private final int[] rowShapes;
    private final int[] listed;
    private final int[] listStarts;
    private final int[][] expanded;
    private final Bits isExpanded;
    private @Nullable ColumnRows byShape;
    private int looks;

    LevelShapes(Footer.Level level, int[] rowShapes, int[] listed) {
        this.level = level;
        this.rowShapes = rowShapes;
        this.listed = listed;
        this.listStarts = listed.length == 0 ? new int[0] : listStarts();
        this.expanded = new int[level.shapeParents().length][];
        this.isExpanded = new Bits(expanded.length);
    }

    private int[] listStarts() {
        int[] starts = new int[rowShapes.length];
        int at = 0;
        for (int row = 0; row < rowShapes.length; row++) {
            if (rowShapes[row] == LevelSink.LISTED) {
                starts[row] = at;
                at += listed[at] + 1;
            }
        }
        return starts;
    }

    /// The columns of a row, in order. Do not change the array.
    int[] columns(int row) {
        int shape = rowShapes[row];
        if (shape == LevelSink.LISTED) {
            int start = listStarts[row];
            return Arrays.copyOfRange(listed, start + 1, start + 1 + listed[start]);
        }
        return expand(shape - 1);
    }

    private int[] expand(int shape) {
        if (!isExpanded.get(shape)) {
            expanded[shape] = shape == 0 ? new int[0] : extend(shape);
            isExpanded.set(shape);
        }
        return expanded[shape];
    }

    private int[] extend(int shape) {
        int length = 0;
        for (int at = shape; at != 0; at = parent(at)) {
            length++;
        }
        int[] columns = new int[length];
        for (int at = shape; at != 0; at = parent(at)) {
            columns[--length] = level.shapeColumns()[at];
        }
        return columns;
    }

    private int parent(int shape) {
        int parent = level.shapeParents()[shape];
        if (parent >= shape) {
            throw new DamagedException("shape " + shape + " with parent " + parent + " (expected: a smaller one)");
        }
        return parent;
    }

    /// The rows that have a column.
    Bits present(int column) {
        Bits present = looks++ < LOOKS ? looked(column) : byShape().with(column);
        if (listed.length > 0) {
            addListed(column, present);
        }
        return present;
    }

    private ColumnRows byShape() {
        ColumnRows known = byShape;
        if (known == null) {
            int[] shapes = new int[rowShapes.length];
            for (int row = 0; row < shapes.length; row++) {
                shapes[row] = rowShapes[row] == LevelSink.LISTED ? -1 : rowShapes[row] - 1;
            }
            known = new ColumnRows(shapes, this::expand);
            byShape = known;
        }
        return known;
    }

    private Bits looked(int column) {
        boolean[] has = shapesWith(column);
        Bits present = new Bits(rowShapes.length);
        long[] words = present.words();
        for (int row = 0; row < rowShapes.length; row++) {
            if (has[rowShapes[row]]) {
                words[row >>> 6] |= 1L << row;
            }
        }
        return present;
    }

    /// By shape as rows name it: one more than its number.
    private boolean[] shapesWith(int column) {
        boolean[] has = new boolean[level.shapeParents().length + 1];
        for (int shape = 1; shape + 1 < has.length; shape++) {
            has[shape + 1] = level.shapeColumns()[shape] == column || has[parent(shape) + 1];
        }
        return has;
    }

    private void addListed(int column, Bits present) {
        for (int row = 0; row < rowShapes.length; row++) {
            if (rowShapes[row] == LevelSink.LISTED) {
                int start = listStarts[row];
                for (int i = 1; i <= listed[start]; i++) {
                    if (listed[start + i] == column) {
                        present.set(row);
                    }
                }
            }
        }
    }

    /// The row of each value of a column that rows may have several times.
    int[] repeatedRows(int column, Bits present, int count) {
        int[] rows = new int[count];
        int at = 0;
        for (int row = present.next(0); row >= 0; row = present.next(row + 1)) {
            for (int other : columns(row)) {
                if (other == column) {
                    rows[at++] = row;
                }
            }
        }
        return rows;
    }
}
