package io.rubato.server.internal.grpc;

import io.rubato.server.internal.coding.ContentCodings;
import io.rubato.server.internal.grpc.GrpcGate.Admission;
import io.rubato.server.internal.route.Access;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;

/// A method that is called once it is known that it may be.
record Awaited(GrpcMethod method, CompletableFuture<Admission> admission) implements GrpcMethod {
    @Override
    public Access access() {
        return method.access();
    }

    @Override
    public CompletableFuture<GrpcAnswer> answer(
            String asked, ContentCodings codings, byte[] bytes, int offset, int length) {
        byte[] kept = Arrays.copyOfRange(bytes, offset, offset + length);
        return admission.thenCompose(found -> switch (found) {
            case GrpcGate.Admitted(String tenant) -> method.answer(tenant, codings, kept, 0, length);
            case GrpcGate.TurnedAway(GrpcAnswer answer) -> CompletableFuture.completedFuture(answer);
        });
    }

    @Override
    public GrpcAnswer refuse(Throwable failure) {
        return method.refuse(failure);
    }
}
