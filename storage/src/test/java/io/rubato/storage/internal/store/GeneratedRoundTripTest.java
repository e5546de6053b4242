package io.rubato.storage.internal.store;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.rubato.generator.EveryField;
import io.rubato.storage.Compression;
import io.rubato.storage.Snapshot;
import io.rubato.storage.SpanSet;
import io.rubato.storage.SpanStore;
import io.rubato.storage.StoreOptions;
import io.rubato.storage.model.TraceId;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Every field of every span of 300,000 generated spans, and of a request with every OTLP field in use, comes back
/// equal: by trace id and from the sources, from heads and blocks, before and after a restart.
@Tag("slow")
class GeneratedRoundTripTest {
    @TempDir
    Path directory;

    @Test
    void everyFieldComesBackEqual() throws IOException {
        SpanSet sent = new SpanSet();
        try (SpanStore store = SpanStore.open(options())) {
            byte[] everyField = EveryField.body();
            sent.add(everyField);
            store.ingest(Compression.NONE, everyField, 0, everyField.length).join();
            DiskStoreTest.ingest(store, sent, 300, 300_000);
            assertThat(sent.spans()).isGreaterThan(300_000);
            assertById(store, sent);
        }
        try (SpanStore store = SpanStore.open(options())) {
            assertThat(store.status().blocks()).isPositive();
            DiskStoreTest.assertHolds(store, sent);
        }
    }

    private static void assertById(SpanStore store, SpanSet sent) {
        try (Snapshot snapshot = store.snapshot()) {
            for (ByteString id : sent.traces().keySet()) {
                byte[] trace = Objects.requireNonNull(snapshot.trace(TraceId.of(id.toByteArray(), 0)));
                assertThat(new SpanSet().add(trace).sorted(id)).isEqualTo(sent.sorted(id));
            }
        }
    }

    private StoreOptions options() {
        return StoreOptions.at(directory)
                .withRetention(new StoreOptions.Retention(Duration.ZERO, 0, Duration.ofHours(1), 0))
                .withCut(new StoreOptions.Cut(
                        100_000, Long.MAX_VALUE, Duration.ofHours(1), Duration.ofSeconds(1), Duration.ofSeconds(1)));
    }
}
