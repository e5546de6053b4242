package io.rubato.query.internal.tags;

import io.rubato.query.QueryMemory;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/// A set of byte strings without objects: one array of bytes, and a table with open addressing that is at most half
/// full. Not thread-safe.
final class TextTable {
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long PRIME = 0x9E3779B97F4A7C15L;

    private final QueryMemory.Claim memory;
    private byte[] bytes = new byte[1024];
    private int[] ends = new int[64];
    private int[] hashes = new int[64];
    private int[] table = new int[128];
    private int count;

    /// Takes a string in place.
    interface Visitor {
        void visit(byte[] bytes, int offset, int length);
    }

    /// @param memory of the query
    TextTable(QueryMemory.Claim memory) {
        this.memory = memory;
    }

    int size() {
        return count;
    }

    /// Bytes of all strings.
    int bytes() {
        return start(count);
    }

    void clear() {
        count = 0;
        Arrays.fill(table, 0);
    }

    /// Whether the string is new.
    boolean add(byte[] from, int offset, int length) {
        int hash = hash(from, offset, length);
        int mask = table.length - 1;
        int slot = hash & mask;
        for (; table[slot] != 0; slot = slot + 1 & mask) {
            int known = table[slot] - 1;
            if (hashes[known] == hash
                    && Arrays.equals(bytes, start(known), ends[known], from, offset, offset + length)) {
                return false;
            }
        }
        append(from, offset, length, hash);
        table[slot] = count;
        if (count * 2 > table.length) {
            grow();
        }
        return true;
    }

    void forEach(Visitor visitor) {
        for (int i = 0; i < count; i++) {
            visitor.visit(bytes, start(i), ends[i] - start(i));
        }
    }

    private int start(int number) {
        return number == 0 ? 0 : ends[number - 1];
    }

    private void append(byte[] from, int offset, int length, int hash) {
        int start = start(count);
        int end = Math.addExact(start, length);
        if (end > bytes.length) {
            int wanted = (int) Math.min(Integer.MAX_VALUE - 8, Math.max(end, bytes.length * 2L));
            memory.keep(wanted - bytes.length);
            bytes = Arrays.copyOf(bytes, wanted);
        }
        if (count == ends.length) {
            memory.keep(16L * count);
            ends = Arrays.copyOf(ends, count * 2);
            hashes = Arrays.copyOf(hashes, count * 2);
        }
        System.arraycopy(from, offset, bytes, start, length);
        ends[count] = end;
        hashes[count++] = hash;
    }

    private void grow() {
        table = new int[table.length * 2];
        int mask = table.length - 1;
        for (int i = 0; i < count; i++) {
            int slot = hashes[i] & mask;
            while (table[slot] != 0) {
                slot = slot + 1 & mask;
            }
            table[slot] = i + 1;
        }
    }

    private static int hash(byte[] from, int offset, int length) {
        long hash = length * PRIME;
        int at = offset;
        int end = offset + length;
        for (; at + Long.BYTES <= end; at += Long.BYTES) {
            hash = mix(hash ^ (long) LONG.get(from, at));
        }
        long rest = 0;
        for (; at < end; at++) {
            rest = rest << 8 | from[at] & 0xFF;
        }
        return (int) (mix(hash ^ rest) >>> 32);
    }

    private static long mix(long value) {
        long product = value * PRIME;
        return product ^ product >>> 29;
    }
}
