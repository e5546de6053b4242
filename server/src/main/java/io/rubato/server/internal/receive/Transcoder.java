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
                .thenCompose(bytes -> intake.ingest(receiver, tenant, Compression.NONE, bytes, 0, bytes.length));
    }

    private byte[] convert(ContentCodings codings, Body body, Conversion conversion) {
        try (body) {
            return conversion.toOtlp(codings.decode(body, intake.limits().maxDecompressed()));
        } catch (MalformedOtlpException e) {
            throw BodyException.malformed(String.valueOf(e.getMessage()));
        }
    }
}
