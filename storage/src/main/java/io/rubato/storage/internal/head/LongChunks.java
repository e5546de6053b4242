package io.rubato.storage.internal.head;

import java.util.Arrays;

/// A list of longs that grows in chunks, so that growing copies nothing. One writer; readers may read what
/// was added before the head published it (see [Head#published()]).
final class LongChunks {
    private static final int SHIFT = 12;
    private static final int FIRST = 64;
    private static final int MASK = (1 << SHIFT) - 1;

    private long[][] chunks = new long[16][];
    private int size;
    private int capacity;

    int size() {
        return size;
    }

    long get(int index) {
        return chunks[index >>> SHIFT][index & MASK];
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
            chunks[0] = capacity == 0 ? new long[larger] : Arrays.copyOf(chunks[0], larger);
            capacity = larger;
            return;
        }
        if (chunk == chunks.length) {
            chunks = Arrays.copyOf(chunks, chunk * 2);
        }
        chunks[chunk] = new long[1 << SHIFT];
        capacity += 1 << SHIFT;
    }

    void truncate(int size) {
        this.size = size;
    }

    long bytes() {
        return 8L * capacity;
    }
}
