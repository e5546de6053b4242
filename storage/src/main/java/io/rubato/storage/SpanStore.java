package io.rubato.storage;

import io.rubato.storage.internal.store.DiskStore;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;

/// A store of spans: takes them in durably and hands out snapshots. Safe for concurrent use. Closed by
/// whoever opened it.
public interface SpanStore extends AutoCloseable {
    /// Opens the store of a directory on disk and replays its log; takes as long as that takes.
    ///
    /// @throws IOException when a directory cannot be used, or another process uses it
    static SpanStore open(StoreOptions options) throws IOException {
        return DiskStore.open(options);
    }

    /// Takes a serialized OTLP `ExportTraceServiceRequest` in. The future completes once every accepted
    /// span is on disk; from then on, and usually before, snapshots show them. `body` may be reused once
    /// this method has returned.
    ///
    /// Completes exceptionally with [IngestException] when the whole request is refused. Does not throw.
    CompletableFuture<IngestResult> ingest(Compression compression, byte[] body, int offset, int length);

    /// Everything stored now. Cheap: nothing is copied.
    Snapshot snapshot();

    StoreStatus status();

    /// Other bounds from now on. What was taken in under the old limits stays; those of attributes count from the next
    /// head on.
    void bound(IngestLimits limits, StoreOptions.Retention retention);

    /// Flushes the log and stops the background work; what is in heads stays in the log and is replayed at
    /// the next start.
    @Override
    void close();
}
