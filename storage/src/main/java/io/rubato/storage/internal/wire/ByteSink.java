package io.rubato.storage.internal.wire;

import io.rubato.storage.MemoryUse;
import java.util.Arrays;

/// A growing byte array with the writes that protobuf and block files need. Not thread-safe; reusable after
/// [#reset()].
public final class ByteSink {
    private static final int MAX = Integer.MAX_VALUE - 16;

    /// From this size on an array grows by a half, so that little of it stays unused.
    private static final int LARGE = 4 << 20;

    private final MemoryUse memory;
    private byte[] bytes;
    private int size;

    public ByteSink(int capacity) {
        this(capacity, MemoryUse.UNCOUNTED);
    }

    /// @param memory counts the array, until [#free()]
    public ByteSink(int capacity, MemoryUse memory) {
        memory.use(capacity);
        this.memory = memory;
        bytes = new byte[capacity];
    }

    /// Lets go of the array.
    public void free() {
        memory.release(bytes.length);
        bytes = new byte[0];
        size = 0;
    }

    public byte[] bytes() {
        return bytes;
    }

    public int size() {
        return size;
    }

    public void reset() {
        size = 0;
    }

    /// Drops everything from `size` on.
    public void truncate(int size) {
        this.size = size;
    }

    public byte[] toByteArray() {
        return Arrays.copyOf(bytes, size);
    }

    /// Makes room for `count` bytes more and returns the array, to be written from [#size()] on; see
    /// [#advance(int)].
    public byte[] reserve(int count) {
        if (bytes.length - size < count) {
            long more = bytes.length < LARGE ? bytes.length : bytes.length / 2;
            long wanted = Math.max((long) size + count, Math.min(MAX, bytes.length + more));
            if (wanted > MAX) {
                throw new IllegalStateException("a buffer of " + wanted + " bytes (expected: at most " + MAX + ")");
            }
            memory.use(wanted);
            int before = bytes.length;
            bytes = Arrays.copyOf(bytes, (int) wanted);
            memory.release(before);
        }
        return bytes;
    }

    public void advance(int count) {
        size += count;
    }

    public void put(int value) {
        reserve(1)[size++] = (byte) value;
    }

    public void put(byte[] source) {
        put(source, 0, source.length);
    }

    public void put(byte[] source, int offset, int length) {
        System.arraycopy(source, offset, reserve(length), size, length);
        size += length;
    }

    public void varint(long value) {
        byte[] target = reserve(10);
        long rest = value;
        while ((rest & ~0x7fL) != 0) {
            target[size++] = (byte) (rest | 0x80);
            rest >>>= 7;
        }
        target[size++] = (byte) rest;
    }

    /// A signed number, small magnitudes short.
    public void zigzag(long value) {
        varint(value << 1 ^ value >> 63);
    }

    public void fixed64(long value) {
        Wire.putLittleEndian(reserve(8), size, value);
        size += 8;
    }

    public void fixed32(int value) {
        byte[] target = reserve(4);
        for (int i = 0; i < 4; i++) {
            target[size++] = (byte) (value >>> 8 * i);
        }
    }

    /// A length, then the bytes.
    public void block(byte[] source) {
        block(source, 0, source.length);
    }

    public void block(byte[] source, int offset, int length) {
        varint(length);
        put(source, offset, length);
    }

    /// A protobuf field of bytes or text, written even when empty.
    public void field(int number, byte[] source, int offset, int length) {
        varint(number << 3 | Wire.LENGTH);
        block(source, offset, length);
    }

    /// Opens a protobuf sub-message and returns a mark for [#endMessage(int)].
    public int startMessage(int number) {
        varint(number << 3 | Wire.LENGTH);
        return size;
    }

    /// Closes a sub-message: puts its length before it, moving it by the length's size.
    public void endMessage(int mark) {
        int length = size - mark;
        int prefix = 1;
        for (int rest = length >>> 7; rest != 0; rest >>>= 7) {
            prefix++;
        }
        byte[] target = reserve(prefix);
        System.arraycopy(target, mark, target, mark + prefix, length);
        size = mark;
        varint(length);
        size += length;
    }
}
