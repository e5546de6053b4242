package io.rubato.storage.internal.store;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.rubato.generator.GeneratorOptions;
import io.rubato.generator.TraceGenerator;
import io.rubato.storage.Compression;
import io.rubato.storage.Snapshot;
import io.rubato.storage.SpanSet;
import io.rubato.storage.SpanStore;
import io.rubato.storage.StoreOptions;
import io.rubato.storage.internal.columns.OtlpWriter;
import io.rubato.storage.internal.columns.StoredBatch;
import io.rubato.storage.internal.columns.StoredSource;
import io.rubato.storage.internal.wire.ByteSink;
import io.rubato.storage.model.TraceId;
import io.rubato.storage.scan.Bits;
import io.rubato.storage.scan.SpanSource;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DiskStoreTest {
    @TempDir
    Path directory;

    @Test
    void whatWasAcknowledgedComesBackWhateverWasCutAndMerged() throws IOException {
        SpanSet sent = new SpanSet();
        try (SpanStore store = SpanStore.open(manyBlocks())) {
            ingest(store, sent, 1, 15_000);
            assertHolds(store, sent);
        }
        try (SpanStore store = SpanStore.open(manyBlocks())) {
            assertHolds(store, sent);
            ingest(store, sent, 2, 5_000);
            assertHolds(store, sent);
        }
    }

    private StoreOptions manyBlocks() {
        return StoreOptions.at(directory)
                .withRetention(new StoreOptions.Retention(Duration.ZERO, 0, Duration.ofHours(1), 0))
                .withCut(new StoreOptions.Cut(
                        2_000, Long.MAX_VALUE, Duration.ofHours(1), Duration.ofSeconds(1), Duration.ofMillis(200)));
    }

    static void ingest(SpanStore store, SpanSet sent, long seed, int spans) {
        TraceGenerator generator = new TraceGenerator(seed, GeneratorOptions.of(spans));
        List<CompletableFuture<?>> acks = new ArrayList<>();
        while (generator.hasNext()) {
            byte[] body = generator.next().body();
            sent.add(body);
            acks.add(store.ingest(Compression.NONE, body, 0, body.length));
        }
        acks.forEach(CompletableFuture::join);
    }

    /// Every trace is found by id, and counts exactly once in the sources of a snapshot.
    static void assertHolds(SpanStore store, SpanSet sent) {
        try (Snapshot snapshot = store.snapshot()) {
            SpanSet found = new SpanSet();
            drainWhole(snapshot, found);
            assertThat(found.traces().keySet()).isEqualTo(sent.traces().keySet());
            for (ByteString id : sent.traces().keySet()) {
                assertThat(found.sorted(id)).isEqualTo(sent.sorted(id));
            }
            sent.traces().keySet().stream().limit(50).forEach(id -> {
                byte[] trace = Objects.requireNonNull(snapshot.trace(TraceId.of(id.toByteArray(), 0)));
                assertThat(new SpanSet().add(trace).sorted(id)).isEqualTo(sent.sorted(id));
            });
        }
    }

    /// Every trace counts in exactly one source.
    static void drainWhole(Snapshot snapshot, SpanSet into) {
        for (SpanSource source : snapshot.sources()) {
            SpanSet own = new SpanSet();
            drain((StoredSource) source, own);
            own.traces()
                    .forEach((id, spans) -> assertThat(into.traces().put(id, spans))
                            .as("%s, whole in %s, was in another source, too", id, source.name())
                            .isNull());
        }
    }

    static void drain(StoredSource source, SpanSet into) {
        drain(source, into::add);
    }

    /// Hands out what counts in a source, whole traces at a time.
    static void drain(StoredSource source, Consumer<byte[]> into) {
        for (int i = 0; i < source.batches(); i++) {
            StoredBatch batch = source.open(i);
            Bits hidden = batch.hidden();
            if (hidden == null) {
                ByteSink sink = new ByteSink(1024);
                OtlpWriter.write(batch, 0, batch.rows(), sink);
                into.accept(sink.toByteArray());
                continue;
            }
            for (int trace = 0; trace < batch.traces(); trace++) {
                int from = batch.traceStarts()[trace];
                if (!hidden.get(from)) {
                    ByteSink sink = new ByteSink(1024);
                    OtlpWriter.write(batch, from, batch.traceStarts()[trace + 1], sink);
                    into.accept(sink.toByteArray());
                }
            }
        }
    }
}
