package io.rubato.storage.internal.block;

import io.rubato.storage.internal.wire.ByteSink;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The attributes of one level of a block in the making. Rows keep their shapes; shapes and columns are
/// numbered anew in order of first use, so that a block carries only what its rows need.
///
/// In the file a row's shape is 0 when the row lists its columns itself, else one more than the shape's
/// number.
final class LevelSink {
    static final int LISTED = 0;

    private static final int UNUSED = -1;

    private final LevelRows rows;
    private final Encoders encoders;
    private final List<AttributeSink> columns = new ArrayList<>();
    private final int[] columnNumbers;
    private final @Nullable AttributeSink[] byHeadNumber;
    private int[] shapeNumbers = new int[64];
    private int[] parents = new int[64];
    private int[] shapeColumns = new int[64];
    private int shapeCount;
    private int[] shapes = new int[8192];
    private int count;
    private int[] lists = new int[64];
    private int listed;

    LevelSink(LevelRows rows, Encoders encoders) {
        this.rows = rows;
        this.encoders = encoders;
        this.columnNumbers = new int[rows.columnCount()];
        this.byHeadNumber = new AttributeSink[rows.columnCount()];
        Arrays.fill(columnNumbers, UNUSED);
        Arrays.fill(shapeNumbers, UNUSED);
        column(0);
        shapeNumbers[0] = 0;
        shapeCount = 1;
    }

    List<AttributeSink> columns() {
        return columns;
    }

    void add(int row) {
        if (count == shapes.length) {
            shapes = Arrays.copyOf(shapes, count * 2);
        }
        int shape = rows.shape(row);
        shapes[count++] = shape < 0 ? LISTED : shape(shape) + 1;
        int[] numbers = rows.columns(row);
        if (shape < 0) {
            list(numbers);
        }
        int slot = rows.slotStart(row);
        for (int number : numbers) {
            AttributeSink sink = byHeadNumber[number];
            if (sink == null) {
                sink = columns.get(column(number));
            }
            sink.add(rows.slot(slot++));
        }
    }

    private int column(int number) {
        if (columnNumbers[number] == UNUSED) {
            columnNumbers[number] = columns.size();
            AttributeSink sink = new AttributeSink(rows.column(number), encoders);
            columns.add(sink);
            byHeadNumber[number] = sink;
        }
        return columnNumbers[number];
    }

    private int shape(int shape) {
        if (shape >= shapeNumbers.length) {
            int old = shapeNumbers.length;
            shapeNumbers = Arrays.copyOf(shapeNumbers, Math.max(shape + 1, old * 2));
            Arrays.fill(shapeNumbers, old, shapeNumbers.length, UNUSED);
        }
        int known = shapeNumbers[shape];
        if (known != UNUSED) {
            return known;
        }
        int parent = shape(rows.shapeParent(shape));
        if (shapeCount == parents.length) {
            parents = Arrays.copyOf(parents, shapeCount * 2);
            shapeColumns = Arrays.copyOf(shapeColumns, shapeCount * 2);
        }
        parents[shapeCount] = parent;
        shapeColumns[shapeCount] = column(rows.shapeColumn(shape));
        shapeNumbers[shape] = shapeCount;
        return shapeCount++;
    }

    private void list(int[] numbers) {
        while (lists.length - listed < numbers.length + 1) {
            lists = Arrays.copyOf(lists, lists.length * 2);
        }
        lists[listed++] = numbers.length;
        for (int number : numbers) {
            lists[listed++] = column(number);
        }
    }

    void endMorsel(int morsel, ColumnSink shapeSink, ColumnSink listSink) {
        if (count > 0) {
            shapeSink.padTo(morsel);
            encoders.ints().write(shapes, count, shapeSink.start());
            shapeSink.end();
        }
        if (listed > 0) {
            listSink.padTo(morsel);
            ByteSink sink = listSink.start();
            sink.varint(listed);
            encoders.ints().write(lists, listed, sink);
            listSink.end();
        }
        for (AttributeSink column : columns) {
            column.endMorsel(morsel);
        }
        count = 0;
        listed = 0;
    }

    /// Writes the shapes as a trie: each shape's parent and last column.
    void writeShapes(ByteSink sink) {
        sink.varint(shapeCount);
        encoders.ints().write(parents, shapeCount, sink);
        encoders.ints().write(shapeColumns, shapeCount, sink);
    }
}
