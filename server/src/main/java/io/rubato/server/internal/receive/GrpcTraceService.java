package io.rubato.server.internal.receive;

import io.rubato.server.internal.grpc.GrpcAnswer;
import io.rubato.server.internal.grpc.GrpcMethod;
import io.rubato.server.internal.otlp.ExportResponse;
import io.rubato.server.internal.route.Access;
import io.rubato.storage.Compression;
import io.rubato.storage.IngestResult;
import java.util.concurrent.CompletableFuture;

/// `opentelemetry.proto.collector.trace.v1.TraceService/Export`.
public final class GrpcTraceService implements GrpcMethod {
    public static final String SERVICE = "opentelemetry.proto.collector.trace.v1.TraceService";
    public static final String PATH = "/" + SERVICE + "/Export";

    private static final GrpcAnswer ALL_TAKEN = GrpcAnswer.message(new byte[0]);

    private final Intake intake;

    public GrpcTraceService(Intake intake) {
        this.intake = intake;
    }

    @Override
    public Access access() {
        return Access.INGEST;
    }

    @Override
    public CompletableFuture<GrpcAnswer> answer(
            String tenant, Compression compression, byte[] bytes, int offset, int length) {
        return intake.ingest(Receiver.OTLP_GRPC, tenant, compression, bytes, offset, length)
                .thenApply(this::answer);
    }

    private GrpcAnswer answer(IngestResult result) {
        intake.answered(Receiver.OTLP_GRPC, result);
        return result.rejected() == 0
                ? ALL_TAKEN
                : GrpcAnswer.message(new ExportResponse(result.rejected(), result.message()).toProtobuf());
    }

    @Override
    public GrpcAnswer refuse(Throwable failure) {
        return GrpcAnswers.refuse(intake.refused(Receiver.OTLP_GRPC, failure));
    }
}
