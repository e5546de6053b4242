package io.rubato.server.internal.otlp;

/// A cursor over the wire format of one message: a range of a byte array. Not thread-safe.
public final class ProtobufReader {
    public static final int VARINT = 0;
    public static final int FIXED64 = 1;
    public static final int LENGTH = 2;
    public static final int FIXED32 = 5;

    private final byte[] data;
    private final int end;
    private int position;

    public ProtobufReader(byte[] data) {
        this(data, 0, data.length);
    }

    private ProtobufReader(byte[] data, int position, int end) {
        this.data = data;
        this.position = position;
        this.end = end;
    }

    /// Another cursor at the same place.
    public ProtobufReader copy() {
        return new ProtobufReader(data, position, end);
    }

    public boolean atEnd() {
        return position == end;
    }

    public int position() {
        return position;
    }

    public void seek(int to) {
        position = to;
    }

    /// Reads a field's number and wire type.
    public int tag() throws MalformedOtlpException {
        int at = position;
        long tag = varint();
        if (tag >>> 3 == 0 || tag >>> 32 != 0) {
            throw new MalformedOtlpException("field number " + (tag >>> 3) + ", expected 1 to 536870911", at);
        }
        return (int) tag;
    }

    public static int number(int tag) {
        return tag >>> 3;
    }

    public static int wireType(int tag) {
        return tag & 7;
    }

    public long varint() throws MalformedOtlpException {
        int at = position;
        long value = 0;
        for (int shift = 0; shift < 70; shift += 7) {
            byte next = data[claim(1)];
            value |= (long) (next & 0x7f) << shift;
            if (next >= 0) {
                return value;
            }
        }
        throw new MalformedOtlpException("a varint longer than 10 bytes", at);
    }

    public long fixed64() throws MalformedOtlpException {
        int at = claim(8);
        long value = 0;
        for (int i = 7; i >= 0; i--) {
            value = (value << 8) | (data[at + i] & 0xff);
        }
        return value;
    }

    public int fixed32() throws MalformedOtlpException {
        int at = claim(4);
        return (data[at] & 0xff) | ((data[at + 1] & 0xff) << 8) | ((data[at + 2] & 0xff) << 16) | (data[at + 3] << 24);
    }

    /// Reads the length of a string, bytes or a message, and returns a cursor over it; this one stands behind it.
    public ProtobufReader slice() throws MalformedOtlpException {
        int at = position;
        long length = varint();
        if (length < 0 || length > end - position) {
            throw new MalformedOtlpException(
                    "a length of " + Long.toUnsignedString(length) + ", expected at most " + (end - position), at);
        }
        int from = claim((int) length);
        return new ProtobufReader(data, from, position);
    }

    public void skip(int wireType) throws MalformedOtlpException {
        switch (wireType) {
            case VARINT -> varint();
            case FIXED64 -> claim(8);
            case LENGTH -> slice();
            case FIXED32 -> claim(4);
            // Groups (3 and 4) were gone from protobuf before OTLP began.
            default -> throw new MalformedOtlpException("wire type " + wireType + ", expected 0, 1, 2 or 5", position);
        }
    }

    /// A cursor over what is left of this one and then of another.
    public ProtobufReader append(ProtobufReader more) {
        byte[] joined = new byte[remaining() + more.remaining()];
        System.arraycopy(data, position, joined, 0, remaining());
        System.arraycopy(more.data, more.position, joined, remaining(), more.remaining());
        return new ProtobufReader(joined);
    }

    public byte[] array() {
        return data;
    }

    public int remaining() {
        return end - position;
    }

    private int claim(int length) throws MalformedOtlpException {
        int at = position;
        if (length > end - at) {
            throw new MalformedOtlpException("message ends early: " + (end - at) + " of " + length + " bytes", at);
        }
        position = at + length;
        return at;
    }
}
