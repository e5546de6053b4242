package io.rubato.storage.internal.head;

import io.rubato.storage.internal.columns.ColumnId;
import io.rubato.storage.internal.columns.RareField;
import io.rubato.storage.internal.wire.Hashing;
import io.rubato.storage.scan.ValueType;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The attributes and rare fields of one level (spans, events or links) of a head. A row is a shape (which
/// columns) and as many slots (their values).
///
/// Two escapes keep hostile input cheap: a row whose shape the trie refuses lists its columns itself, and
/// beyond `maxColumns` columns a key's attributes go into the residue column whole, as do the second and
/// later values of a key repeated within a row. One writer; readers as for [IntChunks].
final class LevelTable {
    static final int RESIDUE = 0;

    private final int maxColumns;
    private final Shapes shapes = new Shapes();
    private final IntChunks rowShapes = new IntChunks();
    private final IntChunks slotStarts = new IntChunks();
    private final IntChunks slots = new IntChunks();
    private final IntChunks listed = new IntChunks();
    /// The writer's; the same array as readers have.
    private HeadColumn[] columns = new HeadColumn[32];

    /// An array is complete when it gets here, as in [IntChunks].
    private volatile HeadColumn[] readable = columns;

    private volatile int columnCount;
    private int[] columnTable = new int[128];
    private final @Nullable HeadColumn[] rareColumns = new HeadColumn[RareField.values().length];

    private int node;
    private int listLength;
    private boolean listing;
    private int[] list = new int[64];
    private int[] seenInRow = new int[32];
    private int rowStamp;
    private int slotStart;
    private int rowEnd;

    LevelTable(int maxColumns) {
        this.maxColumns = maxColumns;
        addColumn(ColumnId.RESIDUE);
    }

    int rows() {
        return rowShapes.size();
    }

    /// Starts a row. What a row that was not ended left behind is dropped.
    void begin() {
        node = Shapes.EMPTY;
        listing = false;
        listLength = 0;
        slotStart = rowShapes.size() == 0 ? 0 : rowEnd;
        slots.truncate(slotStart);
    }

    void end() {
        if (listing) {
            rowShapes.add(~listed.size());
            listed.add(listLength);
            for (int i = 0; i < listLength; i++) {
                listed.add(list[i]);
            }
        } else {
            rowShapes.add(node);
        }
        slotStarts.add(slotStart);
        rowEnd = slots.size();
    }

    /// Drops all rows from `rows` on.
    void truncate(int rows) {
        if (rows < rows()) {
            rowEnd = slotStarts.get(rows);
            rowShapes.truncate(rows);
            slotStarts.truncate(rows);
        }
    }

    /// The column for the row's next attribute, which may be the residue. The caller adds its slot.
    HeadColumn next(byte[] bytes, int offset, int length, ValueType type) {
        if (!listing) {
            int predicted = shapes.lastChild(node);
            if (predicted != Shapes.NONE) {
                HeadColumn column = columns[shapes.column(predicted)];
                if (column.type == type && column.id.rare() == null && column.isKey(bytes, offset, length)) {
                    node = predicted;
                    return column;
                }
            }
        }
        HeadColumn column = find(bytes, offset, length, type);
        return step(inRow(column.number) ? columns[RESIDUE] : column);
    }

    /// The residue, for an attribute that is to be kept as it came.
    HeadColumn nextResidue() {
        return step(columns[RESIDUE]);
    }

    /// The column for a rare field of the row; each at most once a row.
    HeadColumn next(RareField field) {
        HeadColumn column = rareColumns[field.code()];
        if (column == null) {
            column = addColumn(ColumnId.of(field));
            rareColumns[field.code()] = column;
        }
        return step(column);
    }

    void addSlot(int slot) {
        slots.add(slot);
    }

    private HeadColumn step(HeadColumn column) {
        if (!listing) {
            int child = shapes.child(node, column.number);
            if (child != Shapes.NONE) {
                node = child;
                return column;
            }
            startListing();
        }
        list(column.number);
        return column;
    }

    private void startListing() {
        listing = true;
        rowStamp++;
        for (int number : shapes.columns(node)) {
            list(number);
        }
    }

    private void list(int number) {
        if (listLength == list.length) {
            list = Arrays.copyOf(list, listLength * 2);
        }
        list[listLength++] = number;
        seenInRow[number] = rowStamp;
    }

    private boolean inRow(int number) {
        return listing ? seenInRow[number] == rowStamp : shapes.contains(node, number);
    }

    private HeadColumn find(byte[] bytes, int offset, int length, ValueType type) {
        int mask = columnTable.length - 1;
        int slot = (int) Hashing.hash(bytes, offset, length) + type.code() & mask;
        for (int entry; (entry = columnTable[slot]) != 0; slot = (slot + 1) & mask) {
            HeadColumn column = columns[entry - 1];
            if (column.type == type && column.isKey(bytes, offset, length)) {
                return column;
            }
        }
        if (columnCount >= maxColumns) {
            return columns[RESIDUE];
        }
        String key = new String(bytes, offset, length, StandardCharsets.UTF_8);
        if (!Arrays.equals(key.getBytes(StandardCharsets.UTF_8), Arrays.copyOfRange(bytes, offset, offset + length))) {
            return columns[RESIDUE];
        }
        HeadColumn column = addColumn(ColumnId.attribute(key, type));
        columnTable[slot] = column.number + 1;
        if (columnCount * 2 > columnTable.length) {
            growColumnTable();
        }
        return column;
    }

    private HeadColumn addColumn(ColumnId id) {
        int number = columnCount;
        if (number == columns.length) {
            columns = Arrays.copyOf(columns, number * 2);
            readable = columns;
            seenInRow = Arrays.copyOf(seenInRow, number * 2);
        }
        HeadColumn column = new HeadColumn(number, id);
        columns[number] = column;
        columnCount = number + 1;
        return column;
    }

    private void growColumnTable() {
        int[] larger = new int[columnTable.length * 2];
        int mask = larger.length - 1;
        for (int number = 1; number < columnCount; number++) {
            HeadColumn column = columns[number];
            if (column.id.rare() == null) {
                int slot = (int) Hashing.hash(column.keyBytes, 0, column.keyBytes.length) + column.type.code() & mask;
                while (larger[slot] != 0) {
                    slot = (slot + 1) & mask;
                }
                larger[slot] = number + 1;
            }
        }
        columnTable = larger;
    }

    HeadColumn column(int number) {
        return readable[number];
    }

    int columnCount() {
        return columnCount;
    }

    List<HeadColumn> allColumns() {
        // The count first: the array that is read after it has at least so many.
        int count = columnCount;
        return new ArrayList<>(Arrays.asList(readable).subList(0, count));
    }

    Shapes shapes() {
        return shapes;
    }

    /// The row's shape; negative when the row lists its columns itself.
    int shape(int row) {
        return rowShapes.get(row);
    }

    /// The row's columns, in order. Do not change the array.
    int[] columns(int row) {
        int shape = rowShapes.get(row);
        if (shape >= 0) {
            return shapes.columns(shape);
        }
        int start = ~shape;
        int[] numbers = new int[listed.get(start)];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = listed.get(start + 1 + i);
        }
        return numbers;
    }

    /// Where the row's slots start; see [#slot(int)].
    int slotStart(int row) {
        return slotStarts.get(row);
    }

    int slot(int index) {
        return slots.get(index);
    }

    /// Whether two rows have the same columns with the same values.
    boolean isEqual(int row, int other) {
        int[] numbers = columns(row);
        if (rowShapes.get(row) != rowShapes.get(other) && !Arrays.equals(numbers, columns(other))) {
            return false;
        }
        int mine = slotStart(row);
        int theirs = slotStart(other);
        for (int i = 0; i < numbers.length; i++) {
            if (!columns[numbers[i]].isEqual(slot(mine + i), slot(theirs + i))) {
                return false;
            }
        }
        return true;
    }

    /// Lets readers see the values added so far.
    void publish() {
        for (int i = 0; i < columnCount; i++) {
            columns[i].publish();
        }
    }

    long bytes() {
        long bytes = rowShapes.bytes() + slotStarts.bytes() + slots.bytes() + listed.bytes() + shapes.bytes();
        for (int i = 0; i < columnCount; i++) {
            bytes += columns[i].bytes();
        }
        return bytes;
    }
}
