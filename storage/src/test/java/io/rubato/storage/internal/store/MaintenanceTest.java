package io.rubato.storage.internal.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.proto.trace.v1.Span;
import io.rubato.storage.Compression;
import io.rubato.storage.Otlp;
import io.rubato.storage.StoreOptions;
import io.rubato.storage.StoreStatus;
import io.rubato.storage.objects.ForwardingObjectStore;
import io.rubato.storage.objects.LocalObjectStore;
import io.rubato.storage.objects.ObjectContent;
import io.rubato.storage.objects.ObjectStore;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Background work while more comes in than it can do, and while a part of it fails.
class MaintenanceTest {
    private static final int HEAD = 100;

    @TempDir
    Path directory;

    private int ids;

    private StoreOptions options(long maxBytes, int mergeFrom) {
        return StoreOptions.at(directory)
                .withRetention(new StoreOptions.Retention(Duration.ZERO, maxBytes, Duration.ZERO, 0))
                .withMerge(new StoreOptions.Merge(Duration.ofHours(1), 500_000, 500_000, mergeFrom))
                .withWal(new StoreOptions.Wal(false, 1 << 20))
                .withCut(new StoreOptions.Cut(
                        HEAD, Long.MAX_VALUE, Duration.ofMinutes(1), Duration.ZERO, Duration.ofMillis(1)));
    }

    private void fillHeads(DiskStore store, int count) {
        for (int head = 0; head < count; head++) {
            List<Span.Builder> spans = new ArrayList<>();
            for (int i = 0; i < HEAD; i++) {
                spans.add(Otlp.span(++ids, ids, 0));
            }
            byte[] body = Otlp.body(spans);
            store.ingest(Compression.NONE, body, 0, body.length).join();
        }
    }

    /// Calls something before each block is stored.
    private static final class Watched extends ForwardingObjectStore {
        private volatile Runnable before = () -> {};

        Watched(ObjectStore store) {
            super(store);
        }

        @Override
        public String put(String key, ObjectContent content) throws IOException {
            if (key.startsWith("blocks/")) {
                before.run();
            }
            return super.put(key, content);
        }
    }

    @Test
    void everythingGetsItsTurnWhileHeadsAlwaysWait() throws Exception {
        StoreOptions options = options(20_000, 2);
        Watched objects = new Watched(LocalObjectStore.open(options.blockDirectory()));
        CompletableFuture<StoreStatus> end = new CompletableFuture<>();
        AtomicInteger puts = new AtomicInteger();
        try (DiskStore store = DiskStore.open(options, objects, path -> Long.MAX_VALUE)) {
            objects.before = () -> {
                if (puts.incrementAndGet() < 60) {
                    // For each head that is flushed two more.
                    fillHeads(store, 2);
                } else {
                    end.complete(store.status());
                }
            };
            fillHeads(store, 2);
            StoreStatus then = end.get(5, TimeUnit.MINUTES);
            assertThat(then.heads().count()).isGreaterThan(20);
            assertThat(then.pieces().spansMerged()).isPositive();
            assertThat(then.events().get("spans_over_size")).isPositive();
        }
    }

    @Test
    void theDiskIsLookedAtBetweenAnyTwoFlushes() throws IOException {
        StoreOptions options = options(0, 100);
        Watched objects = new Watched(LocalObjectStore.open(options.blockDirectory()));
        AtomicInteger looks = new AtomicInteger();
        List<Integer> looksBefore = new ArrayList<>();
        try (DiskStore store = DiskStore.open(options, objects, path -> {
            looks.incrementAndGet();
            return Long.MAX_VALUE;
        })) {
            objects.before = () -> looksBefore.add(looks.get());
            store.onMaintenanceThread(() -> fillHeads(store, 8));
            store.tickNow();
            assertThat(store.status().headSpans()).isZero();
        }
        assertThat(looksBefore.size()).isGreaterThanOrEqualTo(8);
        for (int i = 1; i < 8; i++) {
            assertThat(looksBefore.get(i)).isGreaterThan(looksBefore.get(i - 1));
        }
    }

    @Test
    void anErrorEndsNoBackgroundWork() throws IOException {
        StoreOptions options = options(0, 100);
        Watched objects = new Watched(LocalObjectStore.open(options.blockDirectory()));
        try (DiskStore store = DiskStore.open(options, objects, path -> Long.MAX_VALUE)) {
            objects.before = () -> {
                throw new NoClassDefFoundError("zstd");
            };
            fillHeads(store, 1);
            for (int i = 0; i < 3; i++) {
                store.tickNow();
            }
            assertThat(store.status().blocks()).isZero();
            assertThat(store.status().events().get("flush_failed")).isGreaterThanOrEqualTo(3);
            assertThat(store.status().health().loops())
                    .filteredOn(loop -> loop.name().equals("maintenance"))
                    .allMatch(loop -> loop.failures() >= 3);
            objects.before = () -> {};
            store.tickNow();
            assertThat(store.status().headSpans()).isZero();
            assertThat(store.status().spans()).isEqualTo(HEAD);
        }
    }
}
