package io.rubato.server.internal.grpc;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/// What a call ends with.
public sealed interface GrpcAnswer {
    /// Bytes before a message: a flag and the length.
    int PREFIX = 5;

    /// A message on the wire, prefixed and not compressed.
    static Message message(byte[] message) {
        byte[] framed = new byte[PREFIX + message.length];
        ByteBuffer.wrap(framed).put((byte) 0).putInt(message.length).put(message);
        return new Message(framed);
    }

    /// Success. Can be kept when it is always the same.
    @SuppressWarnings("ArrayRecordComponent")
    record Message(byte[] framed) implements GrpcAnswer {}

    /// Any status but OK.
    ///
    /// @param code of `google.rpc.Code`
    /// @param text for the sender, any characters
    /// @param details a `google.rpc.Status` for `grpc-status-details-bin`
    @SuppressWarnings("ArrayRecordComponent")
    record Failure(int code, String text, byte @Nullable [] details) implements GrpcAnswer {
        public static final int DEADLINE_EXCEEDED = 4;
        public static final int UNIMPLEMENTED = 12;
    }

    /// For a request that is not gRPC.
    record Plain(int httpStatus, String text) implements GrpcAnswer {}
}
