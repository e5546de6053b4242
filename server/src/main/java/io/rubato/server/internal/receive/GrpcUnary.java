package io.rubato.server.internal.receive;

import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.server.HttpService;
import com.linecorp.armeria.server.ServiceRequestContext;
import io.rubato.server.internal.http.Body;
import io.rubato.server.internal.http.BodyReader;
import io.rubato.server.internal.http.PlainText;
import io.rubato.storage.Compression;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/// A unary gRPC method without generated classes: the message is passed on as it stands in the body, still compressed.
abstract class GrpcUnary implements HttpService {
    private final Intake intake;

    GrpcUnary(Intake intake) {
        this.intake = intake;
    }

    /// Answers one message, `length` bytes at `offset`. The array may be reused once this has returned.
    abstract CompletableFuture<HttpResponse> answer(Compression compression, byte[] bytes, int offset, int length);

    /// Counts and words a request that did not become an answer.
    abstract HttpResponse refuse(Throwable failure);

    @Override
    public final HttpResponse serve(ServiceRequestContext ctx, HttpRequest request) {
        String type = request.headers().get("content-type", "");
        if (request.method() != HttpMethod.POST || !isGrpc(type)) {
            return PlainText.of(415, "gRPC only: POST with content-type application/grpc (got: '" + type + "')");
        }
        String encoding = request.headers().get("grpc-encoding", "identity");
        Compression compression = compression(encoding);
        if (compression == null) {
            return GrpcAnswers.unknownCompression(encoding);
        }
        return HttpResponse.of(BodyReader.readGrpc(ctx, request, intake.limits().maxGrpcMessage(), intake.budget())
                .thenCompose(body -> answer(compression, body))
                .exceptionally(this::refuse));
    }

    private CompletableFuture<HttpResponse> answer(Compression compression, Body body) {
        try (body) {
            String problem = problem(body);
            if (problem != null) {
                return CompletableFuture.completedFuture(GrpcAnswers.refuse(Refusal.malformed(problem)));
            }
            boolean compressed = body.bytes()[0] == 1;
            return answer(
                    compressed ? compression : Compression.NONE,
                    body.bytes(),
                    GrpcAnswers.PREFIX,
                    body.length() - GrpcAnswers.PREFIX);
        }
    }

    private static @Nullable String problem(Body body) {
        if (body.length() < GrpcAnswers.PREFIX) {
            return "no gRPC message: the body has " + body.length() + " bytes";
        }
        long announced = Integer.toUnsignedLong(ByteBuffer.wrap(body.bytes()).getInt(1));
        return announced == body.length() - GrpcAnswers.PREFIX
                ? null
                : "one gRPC message expected: it has " + announced + " bytes, the body "
                        + (body.length() - GrpcAnswers.PREFIX);
    }

    private static boolean isGrpc(String type) {
        return type.equals(GrpcAnswers.CONTENT_TYPE)
                || type.startsWith(GrpcAnswers.CONTENT_TYPE + "+proto")
                || type.startsWith(GrpcAnswers.CONTENT_TYPE + ";");
    }

    private static @Nullable Compression compression(String encoding) {
        return switch (encoding) {
            case "identity" -> Compression.NONE;
            case "gzip" -> Compression.GZIP;
            case "zstd" -> Compression.ZSTD;
            default -> null;
        };
    }
}
