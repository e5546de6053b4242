package io.rubato.tracing.tcp;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;

/// A request as it goes over the wire. The headers are still text: whether they can be read is found out once it is
/// known that the frame is whole, so that the connection stays usable.
record RequestFrame(String path, byte[] headers, byte[] payload) {
    static final int MAX_PATH = 1024;
    static final int MAX_HEADERS = 0xffff;
    static final int DEFAULT_MAX_MESSAGE = 32 << 20;

    /// @throws TcpException with [TcpFault#TOO_LARGE] or, for an empty path, [TcpFault#MALFORMED_FRAME]
    byte[] encode(int maxMessage) throws TcpException {
        byte[] pathBytes = path.getBytes(UTF_8);
        if (pathBytes.length == 0) {
            throw new TcpException(TcpFault.MALFORMED_FRAME, "path: empty, expected 1 to " + MAX_PATH + " bytes");
        }
        checkSize("path", pathBytes.length, MAX_PATH);
        checkSize("headers", headers.length, MAX_HEADERS);
        long total = 8L + pathBytes.length + headers.length + payload.length;
        checkSize("message", total, maxMessage);
        return ByteBuffer.allocate((int) total)
                .putShort((short) pathBytes.length)
                .put(pathBytes)
                .putShort((short) headers.length)
                .put(headers)
                .putInt(payload.length)
                .put(payload)
                .array();
    }

    /// Reads the rest of a frame of whose path length the high byte has been read.
    ///
    /// @throws TcpException if the limits or the encoding are broken: the stream cannot be read on
    /// @throws EOFException if it ends in the middle
    static RequestFrame read(int firstByte, DataInputStream in, int maxMessage) throws IOException {
        int pathLength = firstByte << 8 | in.readUnsignedByte();
        if (pathLength == 0) {
            throw new TcpException(TcpFault.MALFORMED_FRAME, "path: empty, expected 1 to " + MAX_PATH + " bytes");
        }
        checkSize("path", pathLength, MAX_PATH);
        String path = text(exactly(in, pathLength));
        byte[] headers = exactly(in, in.readUnsignedShort());
        long length = in.readInt() & 0xffff_ffffL;
        checkSize("message", 8L + pathLength + headers.length + length, maxMessage);
        return new RequestFrame(path, headers, exactly(in, (int) length));
    }

    /// Grows with what comes and not with what was announced.
    private static byte[] exactly(DataInputStream in, int length) throws IOException {
        byte[] bytes = in.readNBytes(length);
        if (bytes.length < length) {
            throw new EOFException("after " + bytes.length + " of " + length + " bytes");
        }
        return bytes;
    }

    private static String text(byte[] bytes) throws TcpException {
        try {
            return UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (CharacterCodingException e) {
            throw new TcpException(TcpFault.MALFORMED_FRAME, "path: not UTF-8", e);
        }
    }

    private static void checkSize(String what, long bytes, int limit) throws TcpException {
        if (bytes > limit) {
            throw new TcpException(TcpFault.TOO_LARGE, what + ": " + bytes + " bytes, expected at most " + limit);
        }
    }
}
