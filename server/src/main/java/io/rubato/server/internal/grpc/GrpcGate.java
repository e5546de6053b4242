package io.rubato.server.internal.grpc;

import java.net.SocketAddress;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/// Says whether a call may be made, before its message is read. Called on event loops, several at once; must not block.
@FunctionalInterface
public interface GrpcGate {
    /// It may.
    CompletableFuture<Optional<GrpcAnswer>> GRANTED = CompletableFuture.completedFuture(Optional.empty());

    /// Lets everybody in.
    GrpcGate OPEN = (path, authorization, from) -> GRANTED;

    /// @param authorization the metadata of this name, empty when there is none
    /// @param from the client
    /// @return how the call is refused, if it is; may complete on any thread
    CompletableFuture<Optional<GrpcAnswer>> ask(String path, String authorization, SocketAddress from);
}
