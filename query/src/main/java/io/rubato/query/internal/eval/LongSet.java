package io.rubato.query.internal.eval;

/// A set of numbers without objects: a table with open addressing, at most half full. Not thread-safe.
final class LongSet {
    private long[] table = new long[32];
    private int count;
    private boolean hasZero;

    /// Whether the number is new.
    boolean add(long value) {
        if (value == 0) {
            boolean added = !hasZero;
            hasZero = true;
            return added;
        }
        int slot = slot(table, value);
        if (table[slot] == value) {
            return false;
        }
        table[slot] = value;
        count++;
        if (count * 2 > table.length) {
            grow();
        }
        return true;
    }

    private void grow() {
        long[] larger = new long[table.length * 2];
        for (long value : table) {
            if (value != 0) {
                larger[slot(larger, value)] = value;
            }
        }
        table = larger;
    }

    /// Where a number is or would go.
    private static int slot(long[] table, long value) {
        int mask = table.length - 1;
        int slot = (int) (value * 0x9E3779B97F4A7C15L >>> 32) & mask;
        while (table[slot] != 0 && table[slot] != value) {
            slot = slot + 1 & mask;
        }
        return slot;
    }
}
