package io.rubato.storage.internal.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import io.opentelemetry.proto.trace.v1.Span;
import io.rubato.storage.Compression;
import io.rubato.storage.IngestException;
import io.rubato.storage.IngestLimits;
import io.rubato.storage.IngestResult;
import io.rubato.storage.Otlp;
import io.rubato.storage.Snapshot;
import io.rubato.storage.SpanSet;
import io.rubato.storage.SpanStore;
import io.rubato.storage.StoreGroup;
import io.rubato.storage.StoreOptions;
import io.rubato.storage.TestClock;
import io.rubato.storage.internal.columns.StoredSource;
import io.rubato.storage.internal.head.Rejections;
import io.rubato.storage.model.TraceId;
import io.rubato.storage.scan.SpanSource;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoreGroupTest {
    private static final StoreOptions.Memory MEMORY = new StoreOptions.Memory(64 << 20, 8 << 20);

    @TempDir
    Path directory;

    private final TestClock clock = new TestClock();
    private long nextSpan = 1;

    @Test
    void severalStoresReadAsOne() throws Exception {
        long seed = Long.getLong("rubato.seed", 1);
        System.out.println("seed " + seed);
        Random random = new Random(seed);
        StoreGroup group = StoreGroup.of(MEMORY);
        List<SpanStore> stores = new ArrayList<>();
        List<SpanSet> sent = new ArrayList<>();
        try {
            for (int i = 0; i < 3; i++) {
                stores.add(group.open(options("store" + i, 20 + random.nextInt(200))));
                sent.add(new SpanSet());
            }
            for (int step = 0; step < 150; step++) {
                int which = random.nextInt(stores.size());
                switch (random.nextInt(6)) {
                    case 0 -> ((DiskStore) stores.get(which)).tickNow();
                    case 1 -> clock.advance(Duration.ofMillis(random.nextInt(3_000)));
                    case 2 -> check(group, stores, sent, random);
                    default -> ingest(stores.get(which), sent.get(which), random);
                }
            }
            check(group, stores, sent, random);
        } finally {
            stores.forEach(SpanStore::close);
        }
    }

    private StoreOptions options(String name, int maxSpans) {
        return StoreOptions.at(directory.resolve(name))
                .withClock(clock)
                .withRetention(new StoreOptions.Retention(Duration.ZERO, 0, Duration.ofSeconds(5), 0))
                .withMerge(new StoreOptions.Merge(Duration.ofHours(1), 2000, 1000, 3))
                .withFilters(new StoreOptions.Filters(4, 1))
                .withCut(new StoreOptions.Cut(
                        maxSpans, Long.MAX_VALUE, Duration.ofMinutes(10), Duration.ofSeconds(1), Duration.ofMillis(1)));
    }

    /// Traces that other stores have spans of, and some that no other has.
    private void ingest(SpanStore store, SpanSet sent, Random random) {
        List<Span.Builder> spans = new ArrayList<>();
        for (int i = random.nextInt(40); i >= 0; i--) {
            long id = nextSpan++;
            long trace = Math.max(1, id / 10 - random.nextInt(random.nextInt(4) == 0 ? 300 : 6));
            spans.add(Otlp.span(trace, id, random.nextInt(3) == 0 ? 0 : Math.max(1, id - random.nextInt(40))));
        }
        byte[] body = Otlp.body("service " + random.nextInt(3), spans);
        sent.add(body);
        assertThat(take(store, body).bytes()).isEqualTo(body.length);
    }

    private static IngestResult take(SpanStore store, byte[] body) {
        return store.ingest(Compression.NONE, body, 0, body.length).join();
    }

    private static void check(StoreGroup group, List<SpanStore> stores, List<SpanSet> sent, Random random) {
        List<SpanStore> some = new ArrayList<>();
        SpanSet expected = new SpanSet();
        for (int i = 0; i < stores.size(); i++) {
            if (random.nextInt(4) > 0) {
                some.add(stores.get(i));
                sent.get(i)
                        .traces()
                        .forEach((id, spans) -> expected.traces()
                                .computeIfAbsent(id, _ -> new ArrayList<>())
                                .addAll(spans));
            }
        }
        if (some.isEmpty()) {
            return;
        }
        try (Snapshot snapshot = group.snapshot(some)) {
            SpanSet found = new SpanSet();
            Set<ByteString> seen = new HashSet<>();
            for (SpanSource source : snapshot.sources()) {
                SpanSet own = new SpanSet();
                DiskStoreTest.drain((StoredSource) source, own);
                own.traces().forEach((id, spans) -> {
                    assertThat(seen.add(id))
                            .as("%s is whole in %s", id, source.name())
                            .isTrue();
                    found.traces().put(id, spans);
                });
            }
            assertThat(found.spans()).isEqualTo(expected.spans());
            for (ByteString id : expected.traces().keySet()) {
                assertThat(found.sorted(id)).isEqualTo(expected.sorted(id));
                if (random.nextInt(10) == 0) {
                    byte[] trace = Objects.requireNonNull(snapshot.trace(TraceId.of(id.toByteArray(), 0)));
                    assertThat(new SpanSet().add(trace).sorted(id)).isEqualTo(expected.sorted(id));
                }
            }
        }
    }

    @Test
    void memoryIsSharedAndTheLargestHeadIsCutFirst() throws Exception {
        StoreGroup group = StoreGroup.of(new StoreOptions.Memory(24 << 20, 8 << 20));
        try (DiskStore large = (DiskStore) group.open(options("large", 1_000_000));
                DiskStore small = (DiskStore) group.open(options("small", 1_000_000))) {
            take(small, body(1_000));
            while (large.status().blocks() == 0) {
                take(large, body(1_000));
                small.tickNow();
                large.tickNow(); // or requests would come faster than its thread flushes
                assertThat(large.generations().headMemory()
                                + small.generations().headMemory())
                        .isLessThan(24 << 20);
            }
            assertThat(small.status().headSpans()).isEqualTo(1_000);
        }
    }

    @Test
    void nobodyTakesMoreWhenAllMemoryIsHeld() throws Exception {
        StoreGroup group = StoreGroup.of(new StoreOptions.Memory(1 << 20, 1 << 20));
        try (DiskStore other = (DiskStore) group.open(options("other", 1_000_000))) {
            try (DiskStore one = (DiskStore) group.open(options("one", 1_000_000))) {
                fill(one);
                assertThatThrownBy(() -> take(other, body(1)))
                        .isInstanceOf(CompletionException.class)
                        .cause()
                        .isInstanceOfSatisfying(
                                IngestException.class,
                                refused -> assertThat(refused.reason()).isEqualTo(IngestException.Reason.OVERLOADED));
            }
            assertThat(take(other, body(1)).accepted()).isOne();
        }
    }

    /// More than it would take.
    private void fill(DiskStore store) {
        byte[] body = body(10_000);
        store.state().lock().lock();
        try {
            store.generations().append(body, 0, body.length, 0, Generations.Wanted.ALL, new Rejections());
        } finally {
            store.state().lock().unlock();
        }
    }

    @Test
    void otherBoundsHoldFromNowOn() throws Exception {
        try (DiskStore store = (DiskStore) StoreGroup.of(MEMORY).open(options("bounded", 10))) {
            take(store, body(100));
            clock.advance(Duration.ofSeconds(2));
            store.tickNow();
            assertThat(store.status().blocks()).isPositive();
            clock.advance(Duration.ofDays(20_000));
            store.bound(
                    IngestLimits.DEFAULT, new StoreOptions.Retention(Duration.ofHours(1), 0, Duration.ofSeconds(5), 0));
            store.tickNow();
            assertThat(store.status().spans()).isZero();
        }
    }

    private byte[] body(int spans) {
        List<Span.Builder> all = new ArrayList<>();
        for (int i = 0; i < spans; i++) {
            long id = nextSpan++;
            all.add(Otlp.span(1 + id / 10, id, 0));
        }
        return Otlp.body("service", all);
    }
}
