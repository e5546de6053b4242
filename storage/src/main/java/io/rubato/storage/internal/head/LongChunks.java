package io.rubato.storage.internal.head;

import java.util.Arrays;

/// A list of longs that grows in chunks, so that growing copies nothing. One writer; readers may read what
/// was added before the head published it (see [Head#published()]).
final class LongChunks {
    private static final int SHIFT = 12;
    private static final int FIRST = 64;
    private static final int MASK = (1 << SHIFT) - 1;

    /// The writer's; the same array as readers have.
    private long[][] chunks = new long[16][];

    /// An array is complete when it gets here, and its chunks are replaced by none of another size. So whoever
    /// reads it sees all that the array before had, whichever of the two it gets.
    private volatile long[][] readable = chunks;

    private int size;
    private int capacity;

    int size() {
        return size;
    }

    long get(int index) {
        return readable[index >>> SHIFT][index & MASK];
    }

    /// Some values, all from one array.
    long[] gather(int[] indexes) {
        long[][] all = readable;
        long[] gathered = new long[indexes.length];
        for (int i = 0; i < indexes.length; i++) {
            gathered[i] = all[indexes[i] >>> SHIFT][indexes[i] & MASK];
        }
        return gathered;
    }

    void set(int index, long value) {
        chunks[index >>> SHIFT][index & MASK] = value;
    }

    void add(long value) {
        int index = size;
        if (index == capacity) {
            grow();
        }
        chunks[index >>> SHIFT][index & MASK] = value;
        size = index + 1;
    }

    /// The first chunk starts small and doubles: a head may have thousands of columns of few values.
    private void grow() {
        int chunk = capacity >>> SHIFT;
        if (chunk == 0) {
            int larger = Math.max(FIRST, capacity * 2);
            replace(chunks.clone(), 0, capacity == 0 ? new long[larger] : Arrays.copyOf(chunks[0], larger));
            capacity = larger;
            return;
        }
        long[] added = new long[1 << SHIFT];
        if (chunk == chunks.length) {
            replace(Arrays.copyOf(chunks, chunk * 2), chunk, added);
        } else {
            chunks[chunk] = added; // seen by those who see a value in it published
        }
        capacity += 1 << SHIFT;
    }

    private void replace(long[][] larger, int chunk, long[] added) {
        larger[chunk] = added;
        chunks = larger;
        readable = larger;
    }

    void truncate(int size) {
        this.size = size;
    }

    long bytes() {
        return 8L * capacity;
    }
}
