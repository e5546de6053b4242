package io.rubato.server.internal.grpc;

import io.rubato.server.internal.coding.ContentCodings;
import io.rubato.server.internal.route.Access;
import java.util.concurrent.CompletableFuture;

/// A unary method. Called on event loops, several at once; must not block for long.
public interface GrpcMethod {
    /// Who may call it.
    Access access();

    /// Answers one message, `length` bytes at `offset`, still compressed. The array may be reused once this has
    /// returned. The answer may complete on any thread.
    ///
    /// @param tenant that the call names, empty when it names none
    CompletableFuture<GrpcAnswer> answer(String tenant, ContentCodings codings, byte[] bytes, int offset, int length);

    /// Counts and words a call that did not become an answer.
    ///
    /// @param failure what [#answer] failed with, or a [io.rubato.server.internal.http.BodyException]
    GrpcAnswer refuse(Throwable failure);
}
