package io.rubato.server.internal.receive;

import io.rubato.server.internal.coding.ContentCodings;
import io.rubato.server.internal.grpc.GrpcAnswer;
import io.rubato.server.internal.grpc.GrpcMethod;
import io.rubato.server.internal.http.Body;
import io.rubato.server.internal.http.BodyException;
import io.rubato.server.internal.route.Access;
import io.rubato.storage.IngestResult;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/// A receiver over gRPC whose messages become OTLP before they go to the store. The answer is an empty message once
/// every span is on disk; INVALID_ARGUMENT when spans were rejected, for there is no other way to say so.
public final class ConvertingMethod implements GrpcMethod {
    private static final GrpcAnswer TAKEN = GrpcAnswer.message(new byte[0]);

    private final Intake intake;
    private final Transcoder transcoder;
    private final Receiver receiver;
    private final Conversion conversion;

    /// @param converting as in [ConvertingService]
    public ConvertingMethod(Intake intake, Executor converting, Receiver receiver, Conversion conversion) {
        this.intake = intake;
        this.transcoder = new Transcoder(intake, converting, receiver);
        this.receiver = receiver;
        this.conversion = conversion;
    }

    @Override
    public Access access() {
        return Access.INGEST;
    }

    @Override
    public CompletableFuture<GrpcAnswer> answer(
            String tenant, ContentCodings codings, byte[] bytes, int offset, int length) {
        Body message;
        try {
            message = intake.budget().copy(bytes, offset, length);
        } catch (BodyException noMemory) {
            return CompletableFuture.failedFuture(noMemory);
        }
        return transcoder.ingest(tenant, codings, message, conversion).thenApply(this::taken);
    }

    private GrpcAnswer taken(IngestResult result) {
        intake.answered(receiver, result);
        return result.rejected() == 0
                ? TAKEN
                : GrpcAnswers.refuse(Refusal.malformed(
                        result.rejected() + " spans rejected, " + result.accepted() + " taken: " + result.message()));
    }

    @Override
    public GrpcAnswer refuse(Throwable failure) {
        return GrpcAnswers.refuse(intake.refused(receiver, failure));
    }
}
