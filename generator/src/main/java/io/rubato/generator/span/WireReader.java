package io.rubato.generator.span;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/// The fields of one protobuf message, one after the other. Wire format:
/// <https://protobuf.dev/programming-guides/encoding/>.
final class WireReader {
    private final ByteBuffer buffer;
    private int wireType;
    private int field;

    WireReader(ByteBuffer message) {
        buffer = message.slice().order(ByteOrder.LITTLE_ENDIAN);
    }

    /// Goes to the next field; false at the end of the message.
    boolean next() {
        if (!buffer.hasRemaining()) {
            return false;
        }
        long tag = varint();
        field = Math.toIntExact(tag >>> 3);
        wireType = (int) tag & 7;
        return true;
    }

    int field() {
        return field;
    }

    private long varint() {
        long value = 0;
        for (int shift = 0; shift < 64; shift += 7) {
            byte next = buffer.get();
            value |= (next & 0x7FL) << shift;
            if (next >= 0) {
                return value;
            }
        }
        throw new IllegalArgumentException("varint of more than 10 bytes before byte " + buffer.position());
    }

    /// The value of a field of wire type 0, 1 or 5.
    long number() {
        return switch (wireType) {
            case 0 -> varint();
            case 1 -> buffer.getLong();
            case 5 -> buffer.getInt() & 0xFFFF_FFFFL;
            default -> throw unexpected("a number");
        };
    }

    int unsigned() {
        return (int) number();
    }

    WireReader message() {
        return new WireReader(bytes());
    }

    String text() {
        return StandardCharsets.UTF_8.decode(bytes()).toString();
    }

    String hex() {
        ByteBuffer bytes = bytes();
        byte[] copy = new byte[bytes.remaining()];
        bytes.get(copy);
        return HexFormat.of().formatHex(copy);
    }

    private ByteBuffer bytes() {
        if (wireType != 2) {
            throw unexpected("bytes");
        }
        int length = Math.toIntExact(varint());
        ByteBuffer slice = buffer.slice(buffer.position(), length);
        buffer.position(buffer.position() + length);
        return slice;
    }

    private IllegalArgumentException unexpected(String wanted) {
        return new IllegalArgumentException("field " + field + " has wire type " + wireType + ": expected " + wanted
                + ", before byte " + buffer.position());
    }

    /// A field this reader does not know: an oracle must not skip what it should compare.
    IllegalArgumentException unknown(String message) {
        return new IllegalArgumentException("unknown field " + field + " in " + message);
    }
}
