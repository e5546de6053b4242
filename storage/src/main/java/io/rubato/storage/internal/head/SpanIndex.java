package io.rubato.storage.internal.head;

import io.rubato.storage.internal.wire.Hashing;

/// Knows which spans a head has, by trace number, span id and start, so that a span that arrives twice (an
/// exporter's retry, a replay of the log) is stored once. Used by the writer only.
///
/// Different spans may carry one id. So that a trace of nothing but one id and one start stays cheap, at
/// most [#MAX_ALIKE] of them are remembered.
final class SpanIndex {
    static final int MAX_ALIKE = 8;

    private final IntChunks traces;
    private final LongChunks spanIds;
    private final LongChunks starts;
    private final SameRow same;
    private int[] table = new int[1024];
    private int size;

    SpanIndex(IntChunks traces, LongChunks spanIds, LongChunks starts, SameRow same) {
        this.traces = traces;
        this.spanIds = spanIds;
        this.starts = starts;
        this.same = same;
    }

    /// Remembers a row whose trace and span id are stored already; false when an equal row is known.
    boolean add(int row) {
        if ((size + 1) * 2 > table.length) {
            grow();
        }
        int trace = traces.get(row);
        long spanId = spanIds.get(row);
        int mask = table.length - 1;
        int slot = hash(spanId, trace, starts.get(row)) & mask;
        int alike = 0;
        for (int entry; (entry = table[slot]) != 0; slot = (slot + 1) & mask) {
            int other = entry - 1;
            if (spanIds.get(other) == spanId && traces.get(other) == trace && starts.get(other) == starts.get(row)) {
                if (same.test(row, other)) {
                    return false;
                }
                if (++alike == MAX_ALIKE) {
                    return true;
                }
            }
        }
        table[slot] = row + 1;
        size++;
        return true;
    }

    private void grow() {
        int[] larger = new int[table.length * 2];
        int mask = larger.length - 1;
        for (int entry : table) {
            if (entry != 0) {
                int slot = hash(spanIds.get(entry - 1), traces.get(entry - 1), starts.get(entry - 1)) & mask;
                while (larger[slot] != 0) {
                    slot = (slot + 1) & mask;
                }
                larger[slot] = entry;
            }
        }
        table = larger;
    }

    private static int hash(long spanId, int trace, long start) {
        return (int) Hashing.hash(spanId + 31 * start, trace);
    }

    long bytes() {
        return 4L * table.length;
    }

    /// Whether two rows hold the same span in every field.
    @FunctionalInterface
    interface SameRow {
        boolean test(int row, int other);
    }
}
