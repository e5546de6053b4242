package io.rubato.server.internal.auth;

import io.rubato.server.auth.Right;
import io.rubato.server.internal.auth.Verdict.Refused;
import io.rubato.server.internal.grpc.GrpcAnswer;
import io.rubato.server.internal.grpc.GrpcGate;
import java.net.SocketAddress;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/// Stands before every method of a port that takes spans over gRPC, but for the health check.
public final class GrpcGuard implements GrpcGate {
    private static final String HEALTH = "/grpc.health.v1.Health/";

    private final Authenticator authenticator;

    public GrpcGuard(Authenticator authenticator) {
        this.authenticator = authenticator;
    }

    @Override
    public CompletableFuture<Optional<GrpcAnswer>> ask(String path, String authorization, SocketAddress from) {
        if (path.startsWith(HEALTH)) {
            return GRANTED;
        }
        return authenticator
                .ask(Right.INGEST, authorization, String.valueOf(from))
                .thenApply(GrpcGuard::answer);
    }

    private static Optional<GrpcAnswer> answer(Verdict verdict) {
        return switch (verdict) {
            case Verdict.Granted granted -> Optional.empty();
            case Refused refused -> Optional.of(new GrpcAnswer.Failure(refused.grpcCode(), refused.text(), null));
        };
    }
}
