package io.rubato.query.internal.eval;

import java.util.Arrays;

/// Gives out codes to numbers as they come, without objects: a table with open addressing, at most half full.
final class LongCodes {
    private final long[] values;
    private final int[] table;
    private int count;

    /// @param most how many different numbers may come
    LongCodes(int most) {
        this.values = new long[most];
        this.table = new int[Math.max(16, Integer.highestOneBit(Math.max(1, most)) << 2)];
        Arrays.fill(table, -1);
    }

    int code(long value) {
        int mask = table.length - 1;
        long hash = value * 0x9E3779B97F4A7C15L;
        int slot = (int) (hash >>> 32) & mask;
        while (table[slot] >= 0) {
            if (values[table[slot]] == value) {
                return table[slot];
            }
            slot = slot + 1 & mask;
        }
        table[slot] = count;
        values[count] = value;
        return count++;
    }

    int size() {
        return count;
    }
}
