package io.rubato.examples.serving.plane;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/// One piece on a connection of the response plane: a byte for the kind, the length as 32 bits big-endian, the bytes.
///
/// @param kind what it is
/// @param bytes JSON for all kinds but data
record Frame(Kind kind, byte[] bytes) {
    private static final int MAX = 32 << 20;

    enum Kind {
        /// The first one: which caller this is for.
        HANDSHAKE(0),
        ITEM(1),
        DATA(2),
        /// The last one if all went wrong.
        ERROR(3),
        /// The last one if all went well.
        END(4);

        private final int code;

        Kind(int code) {
            this.code = code;
        }

        static @Nullable Kind of(int code) {
            for (Kind kind : values()) {
                if (kind.code == code) {
                    return kind;
                }
            }
            return null;
        }
    }

    void write(DataOutputStream out) throws IOException {
        out.writeByte(kind.code);
        out.writeInt(bytes.length);
        out.write(bytes);
        out.flush();
    }

    /// @throws EOFException if the connection ends before or within a frame
    static Frame read(DataInputStream in) throws IOException {
        int code = in.readUnsignedByte();
        Kind kind = Kind.of(code);
        int length = in.readInt();
        if (kind == null || length < 0 || length > MAX) {
            throw new IOException("response plane: frame of kind " + code + " and " + length
                    + " bytes, expected kind 0 to 4 and at most " + MAX);
        }
        byte[] bytes = new byte[length];
        in.readFully(bytes);
        return new Frame(kind, bytes);
    }
}
