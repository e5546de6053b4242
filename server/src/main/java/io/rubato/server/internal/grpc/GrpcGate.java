package io.rubato.server.internal.grpc;

import io.rubato.server.internal.route.Access;
import java.net.SocketAddress;
import java.util.concurrent.CompletableFuture;

/// Says whether a call may be made, before its message is read. Called on event loops, several at once; must not block.
@FunctionalInterface
public interface GrpcGate {
    /// Lets everybody in.
    GrpcGate OPEN = (access, caller) -> CompletableFuture.completedFuture(new Admitted(caller.tenant()));

    /// Who calls, as far as the metadata says.
    ///
    /// @param authorization the metadata of this name, empty when there is none
    /// @param tenant the metadata `x-scope-orgid`, empty when there is none
    /// @param from the client
    record Caller(String authorization, String tenant, SocketAddress from) {}

    /// What becomes of a call.
    sealed interface Admission {}

    /// @param tenant of the call, empty when it names none
    record Admitted(String tenant) implements Admission {}

    record TurnedAway(GrpcAnswer answer) implements Admission {}

    /// May complete on any thread.
    ///
    /// @param access of the method that is called
    CompletableFuture<Admission> ask(Access access, Caller caller);
}
