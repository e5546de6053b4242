package io.rubato.storage.scan;

import java.util.Arrays;

/// A set of the numbers 0 to `size - 1` (rows, codes, batches), one bit each. Mutable, not thread-safe.
public final class Bits {
    private final int size;
    private final long[] words;

    /// An empty set.
    public Bits(int size) {
        this.size = size;
        this.words = new long[(size + 63) >>> 6];
    }

    private Bits(int size, long[] words) {
        this.size = size;
        this.words = words;
    }

    /// The full set.
    public static Bits all(int size) {
        Bits bits = new Bits(size);
        bits.flip();
        return bits;
    }

    public int size() {
        return size;
    }

    /// The backing words, low bit first; bits at and beyond [#size()] are zero and must stay so.
    public long[] words() {
        return words;
    }

    public boolean get(int index) {
        return (words[index >>> 6] & 1L << index) != 0;
    }

    public void set(int index) {
        words[index >>> 6] |= 1L << index;
    }

    public void clear(int index) {
        words[index >>> 6] &= ~(1L << index);
    }

    /// Adds `from` to `to - 1`.
    public void setRange(int from, int to) {
        if (from >= to) {
            return;
        }
        int first = from >>> 6;
        int last = (to - 1) >>> 6;
        long firstMask = -1L << from;
        long lastMask = -1L >>> -to;
        if (first == last) {
            words[first] |= firstMask & lastMask;
        } else {
            words[first] |= firstMask;
            Arrays.fill(words, first + 1, last, -1L);
            words[last] |= lastMask;
        }
    }

    public void and(Bits other) {
        for (int i = 0; i < words.length; i++) {
            words[i] &= other.words[i];
        }
    }

    /// @param other at most as large
    public void or(Bits other) {
        for (int i = 0; i < other.words.length; i++) {
            words[i] |= other.words[i];
        }
    }

    public void andNot(Bits other) {
        for (int i = 0; i < words.length; i++) {
            words[i] &= ~other.words[i];
        }
    }

    /// Turns the set into its complement.
    public void flip() {
        for (int i = 0; i < words.length; i++) {
            words[i] = ~words[i];
        }
        if ((size & 63) != 0) {
            words[words.length - 1] &= -1L >>> -size;
        }
    }

    public int count() {
        int count = 0;
        for (long word : words) {
            count += Long.bitCount(word);
        }
        return count;
    }

    /// How many of `from` to `to - 1` are members.
    public int count(int from, int to) {
        if (from >= to) {
            return 0;
        }
        int first = from >>> 6;
        int last = (to - 1) >>> 6;
        long firstMask = -1L << from;
        long lastMask = -1L >>> -to;
        if (first == last) {
            return Long.bitCount(words[first] & firstMask & lastMask);
        }
        int count = Long.bitCount(words[first] & firstMask) + Long.bitCount(words[last] & lastMask);
        for (int i = first + 1; i < last; i++) {
            count += Long.bitCount(words[i]);
        }
        return count;
    }

    public boolean isEmpty() {
        for (long word : words) {
            if (word != 0) {
                return false;
            }
        }
        return true;
    }

    /// The first member at or after `from`, or -1.
    public int next(int from) {
        int index = from >>> 6;
        if (index >= words.length) {
            return -1;
        }
        long word = words[index] & -1L << from;
        while (word == 0) {
            if (++index == words.length) {
                return -1;
            }
            word = words[index];
        }
        return (index << 6) + Long.numberOfTrailingZeros(word);
    }

    /// How many members are below `index`.
    public int rank(int index) {
        int count = 0;
        int word = index >>> 6;
        for (int i = 0; i < word; i++) {
            count += Long.bitCount(words[i]);
        }
        return (index & 63) == 0 ? count : count + Long.bitCount(words[word] & (1L << index) - 1);
    }

    public Bits copy() {
        return new Bits(size, words.clone());
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Bits bits && bits.size == size && Arrays.equals(bits.words, words);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(words) * 31 + size;
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder("{");
        for (int i = next(0); i >= 0; i = next(i + 1)) {
            text.append(text.length() == 1 ? "" : ", ").append(i);
        }
        return text.append('}').toString();
    }
}
