package io.rubato.storage.internal.head;

import io.rubato.storage.scan.Bits;
import io.rubato.storage.scan.Dictionary;
import io.rubato.storage.scan.Values;
import java.util.Arrays;
import java.util.Objects;

/// Gathers the values of one column for given rows of a head.
final class HeadValues {
    private static final int UNKNOWN = 0;
    private static final int ABSENT = -1;

    private final LevelTable table;
    private final HeadSourceColumn column;
    private final HeadColumn stored;
    private int[] positions = new int[256];
    private int[] rows = new int[16];
    private int[] slots = new int[64];
    private int count;

    HeadValues(LevelTable table, HeadSourceColumn column) {
        this.table = table;
        this.column = column;
        this.stored = column.column();
    }

    /// @param candidates the rows that may have a value, as indices of `headRows`
    Values gather(int[] headRows, Bits candidates) {
        Bits present = new Bits(headRows.length);
        boolean repeated = column.id().isResidue();
        for (int i = candidates.next(0); i >= 0; i = candidates.next(i + 1)) {
            int before = count;
            if (repeated) {
                addAll(headRows[i], i);
            } else {
                addOne(headRows[i]);
            }
            if (count > before) {
                present.set(i);
            }
        }
        return values(present, repeated);
    }

    private Values values(Bits present, boolean repeated) {
        if (column.type().isCoded()) {
            Dictionary dictionary = Objects.requireNonNull(column.dictionary());
            return repeated
                    ? Values.repeated(present, count, rows, slots, dictionary)
                    : Values.coded(present, count, slots, dictionary);
        }
        long[] longs = new long[count];
        for (int i = 0; i < count; i++) {
            longs[i] = stored.value(slots[i]);
        }
        return Values.plain(present, count, longs);
    }

    private void addOne(int row) {
        int shape = table.shape(row);
        int position = shape < 0 ? search(table.columns(row)) : position(shape);
        if (position != ABSENT) {
            addSlot(table.slot(table.slotStart(row) + position));
        }
    }

    private void addAll(int row, int batchRow) {
        int[] numbers = table.columns(row);
        int start = table.slotStart(row);
        for (int i = 0; i < numbers.length; i++) {
            if (numbers[i] == stored.number) {
                if (count == rows.length) {
                    rows = Arrays.copyOf(rows, count * 2);
                }
                rows[count] = batchRow;
                addSlot(table.slot(start + i));
            }
        }
    }

    private void addSlot(int slot) {
        if (count == slots.length) {
            slots = Arrays.copyOf(slots, count * 2);
        }
        slots[count++] = slot;
    }

    /// Where the column stands in a shape, remembered: position + 1, or ABSENT.
    private int position(int shape) {
        if (shape >= positions.length) {
            positions = Arrays.copyOf(positions, Math.max(shape + 1, positions.length * 2));
        }
        int known = positions[shape];
        if (known == UNKNOWN) {
            int found = search(table.shapes().columns(shape));
            known = found == ABSENT ? ABSENT : found + 1;
            positions[shape] = known;
        }
        return known == ABSENT ? ABSENT : known - 1;
    }

    private int search(int[] numbers) {
        for (int i = 0; i < numbers.length; i++) {
            if (numbers[i] == stored.number) {
                return i;
            }
        }
        return ABSENT;
    }
}
