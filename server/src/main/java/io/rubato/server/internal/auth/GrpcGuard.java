package io.rubato.server.internal.auth;

import io.rubato.server.auth.Right;
import io.rubato.server.internal.auth.Verdict.Refused;
import io.rubato.server.internal.grpc.GrpcAnswer;
import io.rubato.server.internal.grpc.GrpcGate;
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
    public CompletableFuture<Admission> ask(String path, Caller caller) {
        if (path.startsWith(HEALTH)) {
            return OPEN.ask(path, caller);
        }
        return authenticator
                .ask(Right.INGEST, caller.authorization(), String.valueOf(caller.from()))
                .thenApply(verdict -> admission(verdict, caller));
    }

    private static Admission admission(Verdict verdict, Caller caller) {
        return switch (verdict) {
            case Verdict.Granted granted -> {
                Optional<String> tenant = granted.tenants(caller.tenant());
                yield tenant.isPresent() ? new Admitted(tenant.get()) : refused(granted.otherTenant());
            }
            case Refused refused -> refused(refused);
        };
    }

    private static Admission refused(Refused refused) {
        return new TurnedAway(new GrpcAnswer.Failure(refused.grpcCode(), refused.text(), null));
    }
}
