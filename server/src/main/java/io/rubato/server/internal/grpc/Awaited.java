package io.rubato.server.internal.grpc;

import io.rubato.storage.Compression;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/// A method that is called once it is known that it may be.
record Awaited(GrpcMethod method, CompletableFuture<Optional<GrpcAnswer>> refusal) implements GrpcMethod {
    @Override
    public CompletableFuture<GrpcAnswer> answer(Compression compression, byte[] bytes, int offset, int length) {
        byte[] kept = Arrays.copyOfRange(bytes, offset, offset + length);
        return refusal.thenCompose(refused -> refused.isPresent()
                ? CompletableFuture.completedFuture(refused.get())
                : method.answer(compression, kept, 0, length));
    }

    @Override
    public GrpcAnswer refuse(Throwable failure) {
        return method.refuse(failure);
    }
}
