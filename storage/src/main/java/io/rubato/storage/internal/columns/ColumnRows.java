package io.rubato.storage.internal.columns;

import io.rubato.storage.scan.Bits;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.function.IntFunction;

/// The rows of one level of a batch, sorted by shape, so that the rows with a column are found without a look at all of
/// them: most columns are in few rows. Rows that list their columns themselves are not among them. Immutable.
public final class ColumnRows {
    private static final int[] NONE = {};

    private final int[] rows;
    private final int[] starts;
    private final int count;

    /// The numbers, within the batch, of the shapes that have a column.
    private final Map<Integer, int[]> shapes = new HashMap<>();

    /// @param rowShapes the shape of each row, negative for one that lists its columns
    /// @param columns the columns of a shape
    public ColumnRows(int[] rowShapes, IntFunction<int[]> columns) {
        this.count = rowShapes.length;
        // By shape, one more than its number in the batch.
        int[] numbers = new int[Math.max(0, Arrays.stream(rowShapes).max().orElse(0)) + 1];
        int[] used = new int[16];
        int[] sizes = new int[16];
        int[] numberOf = new int[count];
        int known = 0;
        for (int row = 0; row < count; row++) {
            int shape = rowShapes[row];
            if (shape < 0) {
                numberOf[row] = -1;
                continue;
            }
            if (numbers[shape] == 0) {
                if (known == used.length) {
                    used = Arrays.copyOf(used, 2 * known);
                    sizes = Arrays.copyOf(sizes, 2 * known);
                }
                used[known] = shape;
                numbers[shape] = ++known;
            }
            numberOf[row] = numbers[shape] - 1;
            sizes[numberOf[row]]++;
        }
        this.starts = new int[known + 1];
        for (int number = 0; number < known; number++) {
            starts[number + 1] = starts[number] + sizes[number];
        }
        this.rows = sorted(numberOf);
        for (int number = 0; number < known; number++) {
            add(columns.apply(used[number]), number);
        }
    }

    private int[] sorted(int[] numberOf) {
        int[] sorted = new int[starts[starts.length - 1]];
        int[] next = starts.clone();
        for (int row = 0; row < count; row++) {
            if (numberOf[row] >= 0) {
                sorted[next[numberOf[row]]++] = row;
            }
        }
        return sorted;
    }

    private void add(int[] columns, int number) {
        for (int column : columns) {
            int[] known = shapes.getOrDefault(column, NONE);
            // The residue may be in a shape several times.
            if (known.length == 0 || known[known.length - 1] != number) {
                int[] more = Arrays.copyOf(known, known.length + 1);
                more[known.length] = number;
                shapes.put(column, more);
            }
        }
    }

    /// The rows whose shape has a column, as a new set.
    public Bits with(int column) {
        Bits with = new Bits(count);
        long[] words = with.words();
        for (int number : shapes.getOrDefault(column, NONE)) {
            for (int i = starts[number]; i < starts[number + 1]; i++) {
                words[rows[i] >>> 6] |= 1L << rows[i];
            }
        }
        return with;
    }
}
