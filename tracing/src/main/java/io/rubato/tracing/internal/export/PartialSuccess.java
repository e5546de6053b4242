package io.rubato.tracing.internal.export;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// The two fields of an OTLP partial success, read from the wire: a message class for them would bring in a protobuf
/// runtime.
record PartialSuccess(long rejected, String message) {
    static final PartialSuccess NONE = new PartialSuccess(0, "");

    private static final int VARINT = 0;
    private static final int FIXED_64 = 1;
    private static final int LENGTH_DELIMITED = 2;
    private static final int FIXED_32 = 5;

    /// Null if the answer has none or is not protobuf.
    static @Nullable PartialSuccess parse(byte[] answer) {
        try {
            ByteBuffer in = ByteBuffer.wrap(answer);
            while (in.hasRemaining()) {
                long tag = varint(in);
                if (tag == (1 << 3 | LENGTH_DELIMITED)) {
                    return fields(bytes(in));
                }
                skip(in, tag);
            }
            return null;
        } catch (RuntimeException malformed) {
            return null;
        }
    }

    private static PartialSuccess fields(ByteBuffer in) {
        long rejected = 0;
        String message = "";
        while (in.hasRemaining()) {
            long tag = varint(in);
            if (tag == (1 << 3 | VARINT)) {
                rejected = Math.max(0, varint(in));
            } else if (tag == (2 << 3 | LENGTH_DELIMITED)) {
                message = StandardCharsets.UTF_8.decode(bytes(in)).toString();
            } else {
                skip(in, tag);
            }
        }
        return new PartialSuccess(rejected, message);
    }

    private static long varint(ByteBuffer in) {
        long value = 0;
        for (int shift = 0; shift < 64; shift += 7) {
            byte next = in.get();
            value |= (long) (next & 0x7f) << shift;
            if (next >= 0) {
                return value;
            }
        }
        throw new IllegalArgumentException("a varint of more than ten bytes");
    }

    private static ByteBuffer bytes(ByteBuffer in) {
        int length = Math.toIntExact(varint(in));
        ByteBuffer part = in.slice(in.position(), length);
        in.position(in.position() + length);
        return part;
    }

    private static void skip(ByteBuffer in, long tag) {
        switch ((int) (tag & 7)) {
            case VARINT -> varint(in);
            case FIXED_64 -> in.getLong();
            case LENGTH_DELIMITED -> bytes(in);
            case FIXED_32 -> in.getInt();
            default -> throw new IllegalArgumentException("wire type " + (tag & 7));
        }
    }
}
