package io.rubato.server.internal.receive;

import io.rubato.server.internal.coding.ContentCodings;
import io.rubato.server.internal.grpc.GrpcAnswer;
import io.rubato.server.internal.grpc.GrpcMethod;
import io.rubato.server.internal.route.Access;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/// `grpc.health.v1.Health/Check`: serving while spans are taken.
/// Source: <https://github.com/grpc/grpc/blob/master/doc/health-checking.md>
public final class GrpcHealthService implements GrpcMethod {
    public static final String PATH = "/grpc.health.v1.Health/Check";

    private static final GrpcAnswer SERVING = GrpcAnswer.message(new byte[] {0x08, 1});
    private static final GrpcAnswer NOT_SERVING = GrpcAnswer.message(new byte[] {0x08, 2});

    private final Intake intake;

    public GrpcHealthService(Intake intake) {
        this.intake = intake;
    }

    @Override
    public Access access() {
        return Access.OPEN;
    }

    @Override
    public CompletableFuture<GrpcAnswer> answer(
            String tenant, ContentCodings codings, byte[] bytes, int offset, int length) {
        return CompletableFuture.completedFuture(answer(service(bytes, offset, length)));
    }

    private GrpcAnswer answer(String service) {
        if (!service.isEmpty() && !service.equals(GrpcTraceService.SERVICE)) {
            return GrpcAnswers.refuse(new Refusal(
                    "unknown_service", Refusal.NOT_FOUND, 404, Duration.ZERO, "unknown service '" + service + "'"));
        }
        return intake.life().stores().isPresent() ? SERVING : NOT_SERVING;
    }

    /// Field 1 of `HealthCheckRequest`, the only one there is; a name of 128 bytes or more is nobody's.
    private static String service(byte[] bytes, int offset, int length) {
        return length < 2 ? "" : new String(bytes, offset + 2, length - 2, StandardCharsets.UTF_8);
    }

    @Override
    public GrpcAnswer refuse(Throwable failure) {
        return GrpcAnswers.refuse(Refusal.of(failure));
    }
}
