package io.rubato.bench;

import java.util.concurrent.CompletableFuture;

/// Sends export requests. Safe for use by several threads; whoever made it closes it.
interface Sender extends AutoCloseable {
    /// Sends one encoded `ExportTraceServiceRequest`. The future fails with an exception whose message
    /// names the status when the server refuses it or cannot be reached.
    CompletableFuture<Ack> send(byte[] body);

    @Override
    void close();
}
