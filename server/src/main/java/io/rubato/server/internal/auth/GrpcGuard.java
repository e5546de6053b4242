package io.rubato.server.internal.auth;

import com.linecorp.armeria.common.HttpMethod;
import io.rubato.server.auth.Right;
import io.rubato.server.internal.auth.Verdict.Refused;
import io.rubato.server.internal.grpc.GrpcAnswer;
import io.rubato.server.internal.grpc.GrpcGate;
import io.rubato.server.internal.route.Access;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/// Stands before every method of a port that takes spans over gRPC, and asks for the right that the method declares.
public final class GrpcGuard implements GrpcGate {
    private final Authenticator authenticator;

    public GrpcGuard(Authenticator authenticator) {
        this.authenticator = authenticator;
    }

    @Override
    public CompletableFuture<Admission> ask(Access access, Caller caller) {
        Optional<Right> needed = access.needed(HttpMethod.POST);
        return needed.isEmpty()
                ? OPEN.ask(access, caller)
                : authenticator
                        .ask(needed.get(), caller.authorization(), String.valueOf(caller.from()))
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
