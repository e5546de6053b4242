package io.rubato.storage.internal.head;

import io.rubato.storage.internal.wire.Hashing;
import io.rubato.storage.model.TraceId;
import java.util.Arrays;

/// The traces of a head by number, in order of arrival, with an index by id and, for each, the chain of its
/// rows and whether one of them is a root. One writer; readers as for [IntChunks]: a reader skips rows of a chain
/// that were not published
/// when it began.
final class TraceTable {
    private final LongChunks highs = new LongChunks();
    private final LongChunks lows = new LongChunks();
    private final IntChunks lastRows = new IntChunks();
    private volatile int[] table = new int[256];
    private long[] roots = new long[4];

    int size() {
        return highs.size();
    }

    /// The number of a trace, added when new.
    int intern(long high, long low) {
        int[] slots = table;
        int mask = slots.length - 1;
        int slot = (int) Hashing.hash(high, low) & mask;
        for (int entry; (entry = slots[slot]) != 0; slot = (slot + 1) & mask) {
            if (highs.get(entry - 1) == high && lows.get(entry - 1) == low) {
                return entry - 1;
            }
        }
        highs.add(high);
        lows.add(low);
        lastRows.add(-1);
        slots[slot] = size();
        if (size() * 2 > slots.length) {
            grow();
        }
        return size() - 1;
    }

    /// Whether a trace is here. For the writer, which alone may ask for traces that are not published yet.
    boolean has(long high, long low) {
        int[] slots = table;
        int mask = slots.length - 1;
        int slot = (int) Hashing.hash(high, low) & mask;
        for (int entry; (entry = slots[slot]) != 0; slot = (slot + 1) & mask) {
            if (highs.get(entry - 1) == high && lows.get(entry - 1) == low) {
                return true;
            }
        }
        return false;
    }

    private void grow() {
        int[] larger = new int[table.length * 2];
        int mask = larger.length - 1;
        for (int trace = 0; trace < size(); trace++) {
            int slot = (int) Hashing.hash(highs.get(trace), lows.get(trace)) & mask;
            while (larger[slot] != 0) {
                slot = (slot + 1) & mask;
            }
            larger[slot] = trace + 1;
        }
        table = larger;
    }

    /// The number of a trace among the first `limit`, or -1. For any thread.
    int find(TraceId id, int limit) {
        int[] slots = table;
        int mask = slots.length - 1;
        int slot = (int) Hashing.hash(id.high(), id.low()) & mask;
        for (int entry; (entry = slots[slot]) != 0; slot = (slot + 1) & mask) {
            if (entry <= limit && highs.get(entry - 1) == id.high() && lows.get(entry - 1) == id.low()) {
                return entry - 1;
            }
        }
        return -1;
    }

    TraceId id(int trace) {
        return new TraceId(highs.get(trace), lows.get(trace));
    }

    /// Where a trace's chain of rows begins. It may be later than what was published; the chain can be followed
    /// from there all the same.
    int lastRow(int trace) {
        return lastRows.getAcquire(trace);
    }

    void lastRow(int trace, int row) {
        lastRows.setRelease(trace, row);
    }

    void addRoot(int trace) {
        int word = trace >>> 6;
        if (word >= roots.length) {
            roots = Arrays.copyOf(roots, Math.max(word + 1, 2 * roots.length));
        }
        roots[word] |= 1L << trace;
    }

    /// Whether a root of the trace has arrived. For the writer, and for anybody once the head takes no more
    /// spans.
    boolean hasRoot(int trace) {
        int word = trace >>> 6;
        return word < roots.length && (roots[word] & 1L << trace) != 0;
    }

    long bytes() {
        return 2 * highs.bytes() + lastRows.bytes() + 4L * table.length + 8L * roots.length;
    }
}
