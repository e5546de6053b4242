package io.rubato.generator.internal;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// A growing byte array that protobuf fields are appended to. Not safe for use by several threads.
/// Wire format: <https://protobuf.dev/programming-guides/encoding/>.
public final class ProtoBuffer {
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle BIG_LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    private byte[] bytes;
    private int size;

    public ProtoBuffer(int capacity) {
        bytes = new byte[capacity];
    }

    public int size() {
        return size;
    }

    /// Cuts the content back to its first `length` bytes.
    public void truncate(int length) {
        size = length;
    }

    public byte[] toBytes() {
        return Arrays.copyOf(bytes, size);
    }

    private void ensure(int more) {
        if (bytes.length - size < more) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, size + more));
        }
    }

    public void raw(byte[] source) {
        ensure(source.length);
        System.arraycopy(source, 0, bytes, size, source.length);
        size += source.length;
    }

    public void raw(ProtoBuffer source) {
        ensure(source.size);
        System.arraycopy(source.bytes, 0, bytes, size, source.size);
        size += source.size;
    }

    /// The first `length` bytes of `source`.
    void raw(byte[] source, int length) {
        ensure(length);
        System.arraycopy(source, 0, bytes, size, length);
        size += length;
    }

    /// Copies the content to the start of `target`.
    void copyTo(byte[] target) {
        System.arraycopy(bytes, 0, target, 0, size);
    }

    void rawByte(int value) {
        ensure(1);
        bytes[size++] = (byte) value;
    }

    public void varint(long value) {
        ensure(10);
        long rest = value;
        while ((rest & ~0x7FL) != 0) {
            bytes[size++] = (byte) (rest | 0x80);
            rest >>>= 7;
        }
        bytes[size++] = (byte) rest;
    }

    static int varintSize(long value) {
        return (70 - Long.numberOfLeadingZeros(value | 1)) / 7;
    }

    /// A field of wire type 0.
    public void varintField(int field, long value) {
        varint((long) field << 3);
        varint(value);
    }

    /// A field of wire type 1: eight bytes, little endian.
    public void fixed64Field(int field, long value) {
        varint((long) field << 3 | 1);
        ensure(8);
        LONG.set(bytes, size, value);
        size += 8;
    }

    /// A field of wire type 5: four bytes, little endian.
    public void fixed32Field(int field, int value) {
        varint((long) field << 3 | 5);
        ensure(4);
        for (int shift = 0; shift < 32; shift += 8) {
            bytes[size++] = (byte) (value >>> shift);
        }
    }

    public void bytesField(int field, byte[] value) {
        lengthField(field, value.length);
        raw(value);
    }

    public void bytesField(int field, ProtoBuffer value) {
        lengthField(field, value.size);
        raw(value);
    }

    public void textField(int field, String value) {
        bytesField(field, value.getBytes(StandardCharsets.UTF_8));
    }

    /// Tag and length of a field of wire type 2 whose `length` bytes the caller writes next.
    public void lengthField(int field, int length) {
        varint((long) field << 3 | 2);
        varint(length);
    }

    /// An eight-byte field: a span id.
    void spanIdField(int field, long id) {
        lengthField(field, 8);
        bigEndian(id);
    }

    /// A sixteen-byte field: a trace id.
    void traceIdField(int field, long high, long low) {
        lengthField(field, 16);
        bigEndian(high);
        bigEndian(low);
    }

    private void bigEndian(long value) {
        ensure(8);
        BIG_LONG.set(bytes, size, value);
        size += 8;
    }

    /// Opens a message field of unknown length; [#close] takes the returned mark.
    public int open(int field) {
        varint((long) field << 3 | 2);
        ensure(2);
        size += 2;
        return size;
    }

    /// Writes the length of the message opened at `mark`. Two bytes were kept for it, as most spans
    /// take between 128 and 16,383 bytes; any other length moves the content.
    public void close(int mark) {
        int length = size - mark;
        int width = varintSize(length);
        if (width != 2) {
            ensure(3);
            System.arraycopy(bytes, mark, bytes, mark - 2 + width, length);
        }
        size = mark - 2;
        varint(length);
        size += length;
    }

    void asciiHex(long value) {
        ensure(16);
        for (int shift = 60; shift >= 0; shift -= 4) {
            int digit = (int) (value >>> shift) & 15;
            bytes[size++] = (byte) (digit < 10 ? '0' + digit : 'a' - 10 + digit);
        }
    }

    /// A decimal number, padded with zeros to at least `width` digits.
    void asciiNumber(long value, int width) {
        int digits = 1;
        for (long rest = value; rest >= 10; rest /= 10) {
            digits++;
        }
        int length = Math.max(width, digits);
        ensure(length);
        long rest = value;
        for (int i = size + length - 1; i >= size; i--) {
            bytes[i] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
        size += length;
    }
}
