package io.rubato.server.internal.receive;

import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpResponse;
import io.rubato.server.internal.otlp.ExportResponse;
import io.rubato.storage.Compression;
import io.rubato.storage.IngestResult;
import java.util.concurrent.CompletableFuture;

/// `opentelemetry.proto.collector.trace.v1.TraceService/Export`.
public final class GrpcTraceService extends GrpcUnary {
    public static final String SERVICE = "opentelemetry.proto.collector.trace.v1.TraceService";
    public static final String PATH = "/" + SERVICE + "/Export";

    private static final HttpData ALL_TAKEN = GrpcAnswers.frame(new byte[0]);

    private final Intake intake;

    public GrpcTraceService(Intake intake) {
        super(intake);
        this.intake = intake;
    }

    @Override
    CompletableFuture<HttpResponse> answer(Compression compression, byte[] bytes, int offset, int length) {
        return intake.ingest(Receiver.OTLP_GRPC, compression, bytes, offset, length)
                .thenApply(this::answer);
    }

    private HttpResponse answer(IngestResult result) {
        intake.answered(Receiver.OTLP_GRPC, result);
        return GrpcAnswers.ok(
                result.rejected() == 0
                        ? ALL_TAKEN
                        : GrpcAnswers.frame(new ExportResponse(result.rejected(), result.message()).toProtobuf()));
    }

    @Override
    HttpResponse refuse(Throwable failure) {
        return GrpcAnswers.refuse(intake.refused(Receiver.OTLP_GRPC, failure));
    }
}
