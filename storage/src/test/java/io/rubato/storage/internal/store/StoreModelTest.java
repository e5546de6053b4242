package io.rubato.storage.internal.store;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.opentelemetry.proto.trace.v1.Span;
import io.rubato.storage.Compression;
import io.rubato.storage.Otlp;
import io.rubato.storage.Snapshot;
import io.rubato.storage.SpanSet;
import io.rubato.storage.StoreOptions;
import io.rubato.storage.TestClock;
import io.rubato.storage.inspect.Verification;
import io.rubato.storage.model.TraceId;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Random sequences of all that can happen to a store, checked against a plain set of spans: whatever was
/// flushed, moved, merged, replayed or held by a snapshot, each accepted span is there exactly once.
class StoreModelTest {
    @TempDir
    Path directory;

    private final TestClock clock = new TestClock();
    private final SpanSet sent = new SpanSet();
    private final List<byte[]> bodies = new ArrayList<>();
    private final List<Held> held = new ArrayList<>();
    private int copies;
    private long nextSpan = 1;

    /// A snapshot and what it must keep showing.
    private record Held(Snapshot snapshot, SpanSet expected) {}

    @ParameterizedTest
    @ValueSource(longs = {3, 4, 5, 0})
    void everySpanIsThereOnceWhateverHappens(long given) throws Exception {
        long seed = given == 0 ? Long.getLong("rubato.seed", 1) : given;
        System.out.println("seed " + seed);
        Random random = new Random(seed);
        StoreOptions options = options(random, directory.resolve("data"));
        DiskStore store = DiskStore.open(options);
        long moved = 0;
        try {
            for (int step = 0; step < 160; step++) {
                DiskStore before = store;
                store = step(store, random);
                if (store != before || step == 159) {
                    moved += before.status().pieces().spansMoved();
                }
            }
            System.out.println(moved + " spans moved, " + store.status().events());
            check(store.snapshot(), sent.distinct(), random);
            for (Held one : held) {
                check(one.snapshot, one.expected, random);
            }
        } finally {
            store.close();
        }
        assertThat(Verification.of(store.state().options().blockDirectory())).isEmpty();
    }

    private StoreOptions options(Random random, Path data) {
        return StoreOptions.at(data)
                .withClock(clock)
                .withRetention(new StoreOptions.Retention(Duration.ZERO, 0, Duration.ofSeconds(5), 0))
                .withMerge(new StoreOptions.Merge(Duration.ofHours(1), 2000, 1000, 2 + random.nextInt(3)))
                .withFilters(new StoreOptions.Filters(4 + random.nextInt(3), random.nextInt(3)))
                .withCut(new StoreOptions.Cut(
                        20 + random.nextInt(300),
                        Long.MAX_VALUE,
                        Duration.ofMinutes(10),
                        Duration.ofSeconds(random.nextInt(3)),
                        Duration.ofMillis(1)));
    }

    private DiskStore step(DiskStore store, Random random) throws Exception {
        switch (random.nextInt(16)) {
            case 0 -> {
                closeHeld(random);
                return reopen(store, store.state().options());
            }
            case 1 -> {
                closeHeld(random);
                return crash(store);
            }
            case 2, 3 -> store.onMaintenanceThread(() -> {});
            case 4 -> clock.advance(Duration.ofMillis(random.nextInt(random.nextBoolean() ? 5_000 : 60_000)));
            case 5 -> clock.advance(Duration.ofMillis(-random.nextInt(60_000)));
            case 6 -> held.add(new Held(store.snapshot(), sent.distinct()));
            case 7 -> check(store.snapshot(), sent.distinct(), random);
            case 8 -> resend(store, random);
            case 9 -> store.tickNow();
            default -> ingest(store, random);
        }
        return store;
    }

    private void ingest(DiskStore store, Random random) {
        List<CompletableFuture<?>> acks = new ArrayList<>();
        for (int i = random.nextInt(8); i >= 0; i--) {
            byte[] body = Otlp.body("service " + random.nextInt(3), spans(random));
            sent.add(body);
            bodies.add(body);
            acks.add(store.ingest(Compression.NONE, body, 0, body.length));
        }
        acks.forEach(CompletableFuture::join);
    }

    /// Mostly spans of recent traces, some of old ones.
    private List<Span.Builder> spans(Random random) {
        List<Span.Builder> spans = new ArrayList<>();
        long newest = nextSpan / 20;
        for (int i = random.nextInt(20); i >= 0; i--) {
            long trace = Math.max(0, newest - random.nextInt(random.nextInt(10) == 0 ? 200 : 4));
            long id = nextSpan++;
            Span.Builder span =
                    Otlp.span(trace + 1, id, random.nextInt(3) == 0 ? 0 : Math.max(1, id - random.nextInt(40)));
            for (int attribute = random.nextInt(4); attribute > 0; attribute--) {
                span.addAttributes(Otlp.attribute("key " + random.nextInt(5), random.nextInt(50)));
            }
            if (random.nextInt(8) == 0) {
                span.addEvents(Span.Event.newBuilder().setName("event").setTimeUnixNano(random.nextLong()));
            }
            spans.add(span);
        }
        return spans;
    }

    private void resend(DiskStore store, Random random) {
        if (!bodies.isEmpty()) {
            byte[] body = bodies.get(random.nextInt(bodies.size()));
            store.ingest(Compression.NONE, body, 0, body.length).join();
        }
    }

    private static DiskStore reopen(DiskStore store, StoreOptions options) throws IOException {
        store.close();
        return DiskStore.open(options);
    }

    /// Goes on with a copy of the directory as it lies there at this moment.
    private DiskStore crash(DiskStore store) throws Exception {
        Path copy = directory.resolve("copy" + copies++);
        Path data =
                Objects.requireNonNull(store.state().options().walDirectory().getParent());
        store.onMaintenanceThread(() -> {
            store.state().lock().lock();
            try {
                copy(data, copy);
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            } finally {
                store.state().lock().unlock();
            }
        });
        StoreOptions old = store.state().options();
        store.close();
        return DiskStore.open(StoreOptions.at(copy)
                .withClock(clock)
                .withRetention(old.retention())
                .withMerge(old.merge())
                .withFilters(old.filters())
                .withCut(old.cut()));
    }

    /// Copies a directory that is in use: spare log files may come and go meanwhile.
    private static void copy(Path from, Path to) throws IOException {
        Files.walkFileTree(from, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes)
                    throws IOException {
                Files.createDirectories(to.resolve(from.relativize(directory).toString()));
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                try {
                    Files.copy(file, to.resolve(from.relativize(file).toString()));
                } catch (NoSuchFileException gone) {
                    return FileVisitResult.CONTINUE;
                }
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException failure) throws IOException {
                if (failure instanceof NoSuchFileException) {
                    return FileVisitResult.CONTINUE;
                }
                throw failure;
            }
        });
    }

    private void closeHeld(Random random) {
        for (Held one : held) {
            check(one.snapshot, one.expected, random);
        }
        held.clear();
    }

    private static void check(Snapshot snapshot, SpanSet expected, Random random) {
        try (snapshot) {
            SpanSet found = new SpanSet();
            DiskStoreTest.drainWhole(snapshot, found);
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
}
