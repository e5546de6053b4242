package io.rubato.storage.internal.head;

import java.util.Arrays;

/// A list of ints that grows in chunks, so that growing copies nothing. One writer; readers may read what
/// was added before the head published it (see [Head#published()]).
final class IntChunks {
    private static final int SHIFT = 12;
    private static final int MASK = (1 << SHIFT) - 1;

    private int[][] chunks = new int[16][];
    private int size;

    int size() {
        return size;
    }

    int get(int index) {
        return chunks[index >>> SHIFT][index & MASK];
    }

    void set(int index, int value) {
        chunks[index >>> SHIFT][index & MASK] = value;
    }

    void add(int value) {
        int index = size;
        int chunk = index >>> SHIFT;
        if ((index & MASK) == 0) {
            grow(chunk);
        }
        chunks[chunk][index & MASK] = value;
        size = index + 1;
    }

    private void grow(int chunk) {
        if (chunk == chunks.length) {
            chunks = Arrays.copyOf(chunks, chunk * 2);
        }
        if (chunks[chunk] == null) {
            chunks[chunk] = new int[1 << SHIFT];
        }
    }

    void truncate(int size) {
        this.size = size;
    }

    long bytes() {
        return (long) ((size >>> SHIFT) + 1) * 4 << SHIFT;
    }
}
