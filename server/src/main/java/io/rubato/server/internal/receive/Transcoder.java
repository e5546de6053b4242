package io.rubato.server.internal.receive;

import io.rubato.server.internal.coding.ContentCodings;
import io.rubato.server.internal.http.Body;
import io.rubato.server.internal.http.BodyException;
import io.rubato.server.internal.otlp.MalformedOtlpException;
import io.rubato.storage.Compression;
import io.rubato.storage.IngestResult;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/// Hands bodies to the store that it cannot read as they are: decodes and converts them first, off the event loop.
/// Safe for concurrent use.
final class Transcoder {
    private final Intake intake;
    private final Executor executor;
    private final Receiver receiver;

    /// @param executor bounded, so that what it holds in memory is
    Transcoder(Intake intake, Executor executor, Receiver receiver) {
        this.intake = intake;
        this.executor = executor;
        this.receiver = receiver;
    }

    /// Ingests a body, which is closed once it was read.
    ///
    /// @param conversion of the decoded body
    /// @return completes exceptionally when the request is refused whole
    CompletableFuture<IngestResult> ingest(String tenant, ContentCodings codings, Body body, Conversion conversion) {
        return CompletableFuture.supplyAsync(() -> convert(codings, body, conversion), executor)
                .thenCompose(converted -> ingest(tenant, converted));
    }

    /// A body in OTLP.
    ///
    /// @param lost bytes of a body that holds something of which nothing is left; 0 otherwise
    @SuppressWarnings("ArrayRecordComponent")
    private record Converted(byte[] otlp, int lost) {}

    private CompletableFuture<IngestResult> ingest(String tenant, Converted body) {
        return intake.ingest(receiver, tenant, Compression.NONE, body.otlp, 0, body.otlp.length)
                .thenApply(result -> body.lost == 0 ? result : new IngestResult(0, 0, result.message(), body.lost));
    }

    private Converted convert(ContentCodings codings, Body body, Conversion conversion) {
        try (body) {
            byte[] plain = codings.decode(body, intake.limits().maxDecompressed());
            byte[] otlp = conversion.toOtlp(plain);
            boolean nothingLeft = otlp.length == 0 && !SpanlessBody.isEmptyRequest(plain);
            return new Converted(otlp, nothingLeft ? plain.length : 0);
        } catch (MalformedOtlpException e) {
            throw BodyException.malformed(String.valueOf(e.getMessage()));
        }
    }
}
