package io.rubato.server.internal.grpc;

import io.netty.buffer.ByteBuf;
import io.rubato.server.internal.coding.ContentCodings;
import io.rubato.server.internal.grpc.GrpcRoutes.Route;
import io.rubato.server.internal.http.Body;
import io.rubato.server.internal.http.BodyBuffer;
import io.rubato.server.internal.http.BodyException;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/// One call to a method while its message arrives. Used on its connection's event loop only.
final class GrpcCall {
    private final GrpcMethod method;
    private final String tenant;
    private final ContentCodings codings;
    private final long openedAt = System.nanoTime();
    private @Nullable BodyBuffer body;
    private long leftOut;

    GrpcCall(Route.To to, BodyBuffer body) {
        this.method = to.method();
        this.tenant = to.tenant();
        this.codings = to.codings();
        this.body = body;
    }

    /// @throws BodyException when the message is not taken
    void append(ByteBuf piece) {
        BodyBuffer arriving = body;
        if (arriving == null) {
            leftOut += piece.readableBytes();
            return;
        }
        if (arriving.length() == 0 && piece.readableBytes() >= GrpcAnswer.PREFIX) {
            arriving.announce(piece.getUnsignedInt(piece.readerIndex() + 1));
        }
        arriving.append(piece);
    }

    /// Bytes that arrived after the call was refused.
    long leftOut() {
        return leftOut;
    }

    /// Answers what has arrived; nothing when that was refused before.
    @Nullable
    CompletableFuture<GrpcAnswer> end() {
        BodyBuffer arrived = body;
        if (arrived == null) {
            return null;
        }
        body = null;
        try (Body whole = arrived.take()) {
            return answer(whole).exceptionally(method::refuse);
        } catch (RuntimeException e) {
            return CompletableFuture.completedFuture(method.refuse(e));
        }
    }

    private CompletableFuture<GrpcAnswer> answer(Body message) {
        if (message.length() < GrpcAnswer.PREFIX) {
            throw BodyException.malformed("no gRPC message: the body has " + message.length() + " bytes");
        }
        int length = message.length() - GrpcAnswer.PREFIX;
        long announced = Integer.toUnsignedLong(ByteBuffer.wrap(message.bytes()).getInt(1));
        if (announced != length) {
            throw BodyException.malformed(
                    "one gRPC message expected: it has " + announced + " bytes, the body " + length);
        }
        boolean compressed = message.bytes()[0] == 1;
        return method.answer(
                tenant, compressed ? codings : ContentCodings.NONE, message.bytes(), GrpcAnswer.PREFIX, length);
    }

    /// Ends the call before its message was whole.
    ///
    /// @return what to say
    GrpcAnswer refuse(BodyException why) {
        if (body != null) {
            body.drop();
            body = null;
        }
        return method.refuse(why);
    }

    /// Ends the call of a client that is gone or too slow.
    ///
    /// @return what to say; nothing when the message had ended in another way
    @Nullable
    GrpcAnswer breakOff(String why) {
        return body == null ? null : refuse(BodyException.brokenOff(body.length(), why));
    }

    boolean isOlderThan(long nanos) {
        return System.nanoTime() - openedAt > nanos;
    }
}
