package io.rubato.server.internal.otlp;

import java.util.Arrays;

/// A growing buffer in the wire format of protobuf. The length of a nested message is written when its end is known:
/// one byte is kept free for it, and the message moves up where that is too few. Not thread-safe.
public final class ProtobufWriter {
    private static final int LONGEST_VARINT = 10;

    private byte[] data;
    private int size;

    public ProtobufWriter(int capacity) {
        data = new byte[Math.max(capacity, 32)];
    }

    public void tag(int number, int wireType) {
        varint(((long) number << 3) | wireType);
    }

    public void varint(long value) {
        reserve(LONGEST_VARINT);
        long rest = value;
        while ((rest & ~0x7fL) != 0) {
            data[size++] = (byte) (rest | 0x80);
            rest >>>= 7;
        }
        data[size++] = (byte) rest;
    }

    public void fixed64(long value) {
        reserve(8);
        for (int shift = 0; shift < 64; shift += 8) {
            data[size++] = (byte) (value >>> shift);
        }
    }

    public void fixed32(int value) {
        reserve(4);
        for (int shift = 0; shift < 32; shift += 8) {
            data[size++] = (byte) (value >>> shift);
        }
    }

    /// Copies a range of another message as it stands.
    public void copy(byte[] from, int start, int end) {
        reserve(end - start);
        System.arraycopy(from, start, data, size, end - start);
        size += end - start;
    }

    public void bytes(byte[] value) {
        varint(value.length);
        reserve(value.length);
        System.arraycopy(value, 0, data, size, value.length);
        size += value.length;
    }

    /// Writes text in UTF-8. A surrogate without its other half (a JavaScript string cut in the middle of a pair)
    /// becomes U+FFFD, as in a browser's own encoder.
    public void string(String value) {
        int start = begin();
        int length = value.length();
        for (int i = 0; i < length; i++) {
            reserve(4);
            char c = value.charAt(i);
            if (c < 0x80) {
                data[size++] = (byte) c;
            } else if (c < 0x800) {
                data[size++] = (byte) (0xc0 | (c >> 6));
                data[size++] = (byte) (0x80 | (c & 0x3f));
            } else if (!Character.isSurrogate(c)) {
                threeBytes(c);
            } else if (Character.isHighSurrogate(c)
                    && i + 1 < length
                    && Character.isLowSurrogate(value.charAt(i + 1))) {
                fourBytes(Character.toCodePoint(c, value.charAt(++i)));
            } else {
                threeBytes('\ufffd');
            }
        }
        end(start);
    }

    /// Starts a length-delimited value; the result goes to [#end].
    public int begin() {
        reserve(1);
        return ++size;
    }

    public void end(int start) {
        int length = size - start;
        int moreBytes = (31 - Integer.numberOfLeadingZeros(length | 1)) / 7;
        reserve(moreBytes);
        System.arraycopy(data, start, data, start + moreBytes, length);
        size = start - 1;
        varint(length);
        size += length;
    }

    public int size() {
        return size;
    }

    /// Takes back what was written since the writer had that size.
    public void rewind(int to) {
        size = to;
    }

    public byte[] toByteArray() {
        return Arrays.copyOf(data, size);
    }

    private void threeBytes(char c) {
        data[size++] = (byte) (0xe0 | (c >> 12));
        data[size++] = (byte) (0x80 | (c >> 6 & 0x3f));
        data[size++] = (byte) (0x80 | (c & 0x3f));
    }

    private void fourBytes(int codePoint) {
        data[size++] = (byte) (0xf0 | (codePoint >> 18));
        data[size++] = (byte) (0x80 | (codePoint >> 12 & 0x3f));
        data[size++] = (byte) (0x80 | (codePoint >> 6 & 0x3f));
        data[size++] = (byte) (0x80 | (codePoint & 0x3f));
    }

    private void reserve(int length) {
        if (length > data.length - size) {
            int wanted = Math.addExact(size, length);
            data = Arrays.copyOf(data, (int) Math.min(Integer.MAX_VALUE - 8L, Math.max(wanted, data.length * 2L)));
        }
    }
}
