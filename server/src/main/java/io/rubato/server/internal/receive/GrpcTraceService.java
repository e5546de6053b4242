package io.rubato.server.internal.receive;

import io.rubato.server.internal.coding.ContentCodings;
import io.rubato.server.internal.grpc.GrpcAnswer;
import io.rubato.server.internal.grpc.GrpcMethod;
import io.rubato.server.internal.http.Body;
import io.rubato.server.internal.http.BodyException;
import io.rubato.server.internal.otlp.ExportResponse;
import io.rubato.server.internal.route.Access;
import io.rubato.storage.Compression;
import io.rubato.storage.IngestResult;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/// `opentelemetry.proto.collector.trace.v1.TraceService/Export`.
public final class GrpcTraceService implements GrpcMethod {
    public static final String SERVICE = "opentelemetry.proto.collector.trace.v1.TraceService";
    public static final String PATH = "/" + SERVICE + "/Export";

    private static final GrpcAnswer ALL_TAKEN = GrpcAnswer.message(new byte[0]);

    private final Intake intake;
    private final Transcoder transcoder;

    /// @param transcoding decodes what the store cannot decompress; bounded, so that what it holds in memory is
    public GrpcTraceService(Intake intake, Executor transcoding) {
        this.intake = intake;
        this.transcoder = new Transcoder(intake, transcoding, Receiver.OTLP_GRPC);
    }

    @Override
    public Access access() {
        return Access.INGEST;
    }

    @Override
    public CompletableFuture<GrpcAnswer> answer(
            String tenant, ContentCodings codings, byte[] bytes, int offset, int length) {
        Optional<Compression> compression = codings.compression();
        if (compression.isPresent()) {
            return intake.ingest(Receiver.OTLP_GRPC, tenant, compression.get(), bytes, offset, length)
                    .thenApply(this::answer);
        }
        try {
            Body message = intake.budget().copy(bytes, offset, length);
            return transcoder.ingest(tenant, codings, message, plain -> plain).thenApply(this::answer);
        } catch (BodyException noMemory) {
            return CompletableFuture.failedFuture(noMemory);
        }
    }

    private GrpcAnswer answer(IngestResult result) {
        IngestResult answer = intake.answered(Receiver.OTLP_GRPC, result);
        return answer.message().isEmpty()
                ? ALL_TAKEN
                : GrpcAnswer.message(new ExportResponse(answer.rejected(), answer.message()).toProtobuf());
    }

    @Override
    public GrpcAnswer refuse(Throwable failure) {
        return GrpcAnswers.refuse(intake.refused(Receiver.OTLP_GRPC, failure));
    }
}
