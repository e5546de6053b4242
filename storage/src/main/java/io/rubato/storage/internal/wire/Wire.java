package io.rubato.storage.internal.wire;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/// A cursor over protobuf bytes (protobuf.dev/programming-guides/encoding). Every read is checked against
/// the end of the message being read; what does not fit throws [MalformedException]. Not thread-safe;
/// reused from body to body.
public final class Wire {
    public static final int VARINT = 0;
    public static final int FIXED64 = 1;
    public static final int LENGTH = 2;
    public static final int FIXED32 = 5;

    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN)
            .withInvokeExactBehavior();
    private static final VarHandle LONG_BIG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN)
            .withInvokeExactBehavior();
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN)
            .withInvokeExactBehavior();

    private byte[] bytes = new byte[0];
    private int position;
    private int end;

    /// Reads `bytes[offset, offset + length)` from now on.
    public Wire on(byte[] bytes, int offset, int length) {
        this.bytes = bytes;
        this.position = offset;
        this.end = offset + length;
        return this;
    }

    public byte[] bytes() {
        return bytes;
    }

    public int position() {
        return position;
    }

    public int end() {
        return end;
    }

    public boolean hasMore() {
        return position < end;
    }

    /// Moves to `position`, within the present message.
    public void position(int position) {
        this.position = position;
    }

    /// Narrows to the next `length` bytes and returns the old end, for [#leave(int)].
    public int enter(int length) {
        int outer = end;
        end = position + length;
        return outer;
    }

    /// Skips what is left of the inner message and widens to `outerEnd` again.
    public void leave(int outerEnd) {
        position = end;
        end = outerEnd;
    }

    /// Leaves an inner message, wherever reading stopped within it.
    public void leaveAt(int innerEnd, int outerEnd) {
        position = innerEnd;
        end = outerEnd;
    }

    /// The next field's tag: field number shifted left by 3, or'ed with the wire type.
    public int tag() {
        if (position < end && bytes[position] > 0) {
            return bytes[position++];
        }
        long tag = varint();
        if (tag != (int) tag || tag >>> 3 == 0) {
            throw new MalformedException("field tag " + tag, position);
        }
        return (int) tag;
    }

    public long varint() {
        if (position < end) {
            byte first = bytes[position];
            if (first >= 0) {
                position++;
                return first;
            }
        }
        return longVarint();
    }

    private long longVarint() {
        long value = 0;
        for (int shift = 0; shift < 70; shift += 7) {
            if (position >= end) {
                throw new MalformedException("a varint runs past the end of its message", position);
            }
            byte next = bytes[position++];
            value |= (long) (next & 0x7f) << shift;
            if (next >= 0) {
                return value;
            }
        }
        throw new MalformedException("a varint of more than 10 bytes", position);
    }

    /// A length prefix, checked to lie within the message.
    public int length() {
        long length = varint();
        if (length < 0 || length > end - position) {
            throw new MalformedException(
                    "a field of " + length + " bytes where " + (end - position) + " are left", position);
        }
        return (int) length;
    }

    public long fixed64() {
        need(8);
        long value = (long) LONG.get(bytes, position);
        position += 8;
        return value;
    }

    public int fixed32() {
        need(4);
        int value = (int) INT.get(bytes, position);
        position += 4;
        return value;
    }

    /// Skips the value of a field whose tag was just read.
    public void skip(int tag) {
        switch (tag & 7) {
            case VARINT -> varint();
            case FIXED64 -> advance(8);
            case LENGTH -> advance(length());
            case FIXED32 -> advance(4);
            default -> throw new MalformedException("wire type " + (tag & 7), position);
        }
    }

    /// The bytes of a varint.
    public static int varintSize(long value) {
        return (70 - Long.numberOfLeadingZeros(value | 1)) / 7;
    }

    /// Checks the wire type of a field whose tag was just read.
    public static boolean is(int tag, int wireType) {
        return (tag & 7) == wireType;
    }

    public void advance(int count) {
        need(count);
        position += count;
    }

    private void need(int count) {
        if (end - position < count) {
            throw new MalformedException(
                    "a value of " + count + " bytes where " + (end - position) + " are left", position);
        }
    }

    /// Eight bytes as a big-endian number, as ids are compared.
    public static long bigEndian(byte[] bytes, int offset) {
        return (long) LONG_BIG.get(bytes, offset);
    }

    /// Writes a big-endian number.
    public static void putBigEndian(byte[] bytes, int offset, long value) {
        LONG_BIG.set(bytes, offset, value);
    }

    /// Whether two runs of bytes are equal. For the short runs that keys and values are, this beats
    /// [java.util.Arrays#equals(byte[], int, int, byte[], int, int)].
    public static boolean isEqual(byte[] a, int aOffset, byte[] b, int bOffset, int length) {
        if (length >= 8) {
            int last = length - 8;
            for (int i = 0; i < last; i += 8) {
                if ((long) LONG.get(a, aOffset + i) != (long) LONG.get(b, bOffset + i)) {
                    return false;
                }
            }
            return (long) LONG.get(a, aOffset + last) == (long) LONG.get(b, bOffset + last);
        }
        if (length >= 4) {
            int last = length - 4;
            return (int) INT.get(a, aOffset) == (int) INT.get(b, bOffset)
                    && (int) INT.get(a, aOffset + last) == (int) INT.get(b, bOffset + last);
        }
        for (int i = 0; i < length; i++) {
            if (a[aOffset + i] != b[bOffset + i]) {
                return false;
            }
        }
        return true;
    }

    /// Eight bytes as a little-endian number.
    public static long littleEndian(byte[] bytes, int offset) {
        return (long) LONG.get(bytes, offset);
    }

    /// Writes a little-endian number.
    public static void putLittleEndian(byte[] bytes, int offset, long value) {
        LONG.set(bytes, offset, value);
    }
}
