package io.rubato.examples.serving.plane;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.ByteBuffer;

/// A request as it is on every request plane: lengths of head and body and a checksum (0: none), each an unsigned
/// 64-bit number, big-endian; then the head, which says where results go; then the body. Both are JSON.
///
/// @param head who asks
/// @param body what is asked
public record Envelope(Head head, byte[] body) {
    private static final int FIXED = 3 * Long.BYTES;
    private static final int MAX = 32 << 20;
    private static final ObjectMapper JSON = new ObjectMapper();

    /// @param id the request's id
    /// @param home where results go
    public record Head(String id, Home home) {}

    /// @param address `host:port` of the response plane's listener
    /// @param subject which of its callers waits
    public record Home(String address, String subject) {}

    /// The envelope of a body that Jackson can write.
    public static byte[] encode(Head head, Object body) {
        try {
            byte[] first = JSON.writeValueAsBytes(head);
            byte[] second = JSON.writeValueAsBytes(body);
            return ByteBuffer.allocate(FIXED + first.length + second.length)
                    .putLong(first.length)
                    .putLong(second.length)
                    .putLong(0)
                    .put(first)
                    .put(second)
                    .array();
        } catch (IOException e) {
            throw new IllegalArgumentException("request " + head.id() + " cannot be written as JSON", e);
        }
    }

    /// @throws RefusedException if it is not a whole envelope
    public static Envelope decode(byte[] bytes) throws RefusedException {
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        if (bytes.length < FIXED || bytes.length > MAX) {
            throw new RefusedException(
                    "bad_request", "envelope of " + bytes.length + " bytes, expected " + FIXED + " to " + MAX);
        }
        long first = buffer.getLong();
        long second = buffer.getLong();
        long left = (long) bytes.length - FIXED;
        if (first < 0 || second < 0 || first > left || second != left - first) {
            throw new RefusedException(
                    "bad_request", "envelope of " + bytes.length + " bytes says head " + first + " and body " + second);
        }
        byte[] body = new byte[(int) second];
        buffer.position(FIXED + (int) first);
        buffer.get(body);
        try {
            return new Envelope(JSON.readValue(bytes, FIXED, (int) first, Head.class), body);
        } catch (IOException e) {
            throw new RefusedException(
                    "bad_request", "the envelope's head is not the expected JSON: " + e.getMessage());
        }
    }

    /// The body as a record.
    ///
    /// @throws RefusedException if it is something else
    public <T> T body(Class<T> type) throws RefusedException {
        try {
            return JSON.readValue(body, type);
        } catch (IOException e) {
            throw new RefusedException(
                    "bad_request", "the body is not a " + type.getSimpleName() + ": " + e.getMessage());
        }
    }
}
