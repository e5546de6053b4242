package io.rubato.server;

import io.rubato.storage.Compression;
import io.rubato.storage.DamagedException;
import io.rubato.storage.IngestException;
import io.rubato.storage.IngestLimits;
import io.rubato.storage.IngestResult;
import io.rubato.storage.MemoryUse;
import io.rubato.storage.Snapshot;
import io.rubato.storage.SpanStore;
import io.rubato.storage.StoreOptions;
import io.rubato.storage.StoreStatus;
import io.rubato.storage.model.TraceId;
import io.rubato.storage.scan.SpanSource;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/// A store that keeps bodies as they came, and answers as it is told to.
public final class MemoryStore implements SpanStore {
    /// One request as it came in.
    @SuppressWarnings("ArrayRecordComponent")
    public record Request(Compression compression, byte[] body) {
        public byte[] plain() {
            try {
                return switch (compression) {
                    case NONE -> body;
                    case GZIP -> new GZIPInputStream(new ByteArrayInputStream(body)).readAllBytes();
                    case ZSTD ->
                        new com.github.luben.zstd.ZstdInputStream(new ByteArrayInputStream(body)).readAllBytes();
                };
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    public final List<Request> requests = new CopyOnWriteArrayList<>();
    public final Map<TraceId, byte[]> traces = new ConcurrentHashMap<>();
    public final AtomicInteger openSnapshots = new AtomicInteger();
    public volatile IngestResult result = new IngestResult(1, 0, "", 0);
    public volatile @Nullable IngestException refusal;
    /// When set, requests are acknowledged once it completes.
    public volatile CompletableFuture<Void> hold = CompletableFuture.completedFuture(null);

    public volatile boolean closed;

    @Override
    public CompletableFuture<IngestResult> ingest(Compression compression, byte[] body, int offset, int length) {
        IngestException refused = refusal;
        if (refused != null) {
            return CompletableFuture.failedFuture(refused);
        }
        requests.add(new Request(compression, Arrays.copyOfRange(body, offset, offset + length)));
        return hold.thenApply(ignored -> result);
    }

    /// All bodies, decompressed, one behind the other: one OTLP message with all of them.
    public byte[] allBodies() {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        requests.forEach(request -> all.writeBytes(request.plain()));
        return all.toByteArray();
    }

    @Override
    public Snapshot snapshot() {
        openSnapshots.incrementAndGet();
        return new Snapshot() {
            @Override
            public List<SpanSource> sources() {
                return List.of();
            }

            @Override
            public byte @Nullable [] trace(TraceId id, MemoryUse memory, Consumer<DamagedException> damage) {
                return traces.get(id);
            }

            @Override
            public void close() {
                openSnapshots.decrementAndGet();
            }
        };
    }

    @Override
    public void bound(IngestLimits limits, StoreOptions.Retention retention) {}

    @Override
    public StoreStatus status() {
        return new StoreStatus(
                null,
                requests.size(),
                traces.size(),
                0,
                0,
                requests.size(),
                0,
                0,
                Long.MAX_VALUE,
                Long.MIN_VALUE,
                requests.size(),
                0,
                0,
                StoreStatus.Heads.NONE,
                StoreStatus.Pieces.NONE,
                StoreStatus.Health.NONE,
                Map.of("bad_trace_id", 2L),
                Map.of());
    }

    @Override
    public void close() {
        closed = true;
    }
}
