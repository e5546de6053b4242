package io.rubato.storage.internal.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.proto.trace.v1.Span;
import io.rubato.storage.Compression;
import io.rubato.storage.IngestResult;
import io.rubato.storage.Otlp;
import io.rubato.storage.Snapshot;
import io.rubato.storage.SpanSet;
import io.rubato.storage.StoreOptions;
import io.rubato.storage.TestClock;
import io.rubato.storage.disk.Call;
import io.rubato.storage.disk.SimulatedDisk;
import io.rubato.storage.inspect.Verification;
import io.rubato.storage.internal.store.DiskGuard.FreeSpace;
import io.rubato.storage.objects.LocalObjectStore;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/// One random life of a store on a simulated disk, and the list of spans that it must show: requests, flushes,
/// moves, merges, retention, restarts, calls that fail, and power losses at any call, those of a start among
/// them.
final class PowerLossModel {
    private static final Duration RETENTION = Duration.ofMinutes(10);

    private final Random random;
    private final TestClock clock = new TestClock();
    private final SentSpans sent = new SentSpans();
    private final Path log;
    private final boolean expires;
    private final StoreOptions.Wal wal;
    private final StoreOptions.Cut cut;
    private final StoreOptions.Merge merge;
    private final StoreOptions.Move move;
    private final List<Snapshot> held = new ArrayList<>();
    private final Deque<String> story = new ArrayDeque<>();
    private SimulatedDisk disk = new SimulatedDisk();
    private DiskStore store;
    private long nextSpan = 1;
    private boolean finishing;
    private long powerLosses;
    private long refused;

    PowerLossModel(long seed) throws IOException {
        this.random = new Random(seed);
        this.log = Path.of(random.nextBoolean() ? "data/wal" : "other/disk/log");
        this.expires = random.nextBoolean();
        this.wal = new StoreOptions.Wal(true, 8_000 + random.nextInt(40_000));
        this.cut = new StoreOptions.Cut(
                20 + random.nextInt(200),
                Long.MAX_VALUE,
                Duration.ofMinutes(2),
                Duration.ofSeconds(random.nextInt(3)),
                Duration.ofMillis(1));
        this.merge = new StoreOptions.Merge(Duration.ofHours(1), 2000, 1000, 2 + random.nextInt(3));
        this.move = new StoreOptions.Move(1 + random.nextInt(60), Duration.ofSeconds(5), Duration.ofMinutes(10));
        this.store = open();
    }

    private StoreOptions options() {
        StoreOptions.Retention retention =
                new StoreOptions.Retention(expires ? RETENTION : Duration.ZERO, 0, Duration.ofSeconds(5), 0);
        StoreOptions defaults = StoreOptions.at(disk.root().resolve("data"));
        return new StoreOptions(
                disk.root().resolve(log.toString()),
                defaults.blockDirectory(),
                wal,
                cut,
                defaults.limits(),
                new StoreOptions.Memory(64 << 20, 4 << 20),
                retention,
                merge,
                move,
                new StoreOptions.Filters(4, 1),
                clock);
    }

    /// Starts, as often as it takes.
    private DiskStore open() throws IOException {
        while (true) {
            if (!finishing && random.nextInt(3) == 0) {
                disk.losePowerAfter(random.nextInt(120));
            }
            try {
                StoreOptions options = options();
                FreeSpace space = _ -> Long.MAX_VALUE;
                return DiskStore.open(options, LocalObjectStore.open(options.blockDirectory()), space);
            } catch (IOException | RuntimeException e) {
                if (disk.isOn()) {
                    throw e;
                }
                losePower();
            }
        }
    }

    private void losePower() {
        tell("power lost at call " + disk.calls());
        disk = disk.losePower(random);
        powerLosses++;
    }

    /// Lives until the power was lost so often, then checks once more.
    void run(long losses) throws IOException {
        try {
            while (powerLosses < losses) {
                step();
                if (!disk.isOn()) {
                    closeHeld();
                    store.close();
                    assertThat(disk.openFiles())
                            .as("open files of a closed store")
                            .isEmpty();
                    losePower();
                    store = open();
                }
            }
            finishing = true;
            disk.keepPower();
            restart();
            assertThat(Verification.of(store.state().options().blockDirectory()))
                    .isEmpty();
        } finally {
            store.close();
        }
    }

    private void step() throws IOException {
        int kind = random.nextInt(18);
        tell("step " + kind + " at call " + disk.calls());
        switch (kind) {
            case 0 -> restart();
            case 1, 2 -> disk.losePowerAfter(random.nextInt(random.nextBoolean() ? 12 : 150));
            case 3 -> {
                disk.heal();
                disk.failAfter(random.nextInt(60), kinds());
            }
            case 4 -> clock.advance(Duration.ofMillis(random.nextInt(5_000)));
            case 5 -> clock.advance(Duration.ofMillis(random.nextInt(200_000)));
            case 6, 7, 8 -> store.tickNow();
            case 9 -> check();
            case 10 -> {
                if (held.size() < 3) {
                    held.add(store.snapshot());
                }
            }
            case 11 -> take(sent.any(random));
            default -> ingest();
        }
    }

    private Set<Call> kinds() {
        List<Call> all = List.copyOf(Call.CHANGES);
        return random.nextBoolean() ? Call.CHANGES : EnumSet.of(all.get(random.nextInt(all.size())));
    }

    /// Ends the process and starts it again.
    private void restart() throws IOException {
        disk.heal();
        closeHeld();
        store.close();
        assertThat(disk.openFiles()).as("open files of a closed store").isEmpty();
        if (!disk.isOn()) {
            losePower();
        }
        store = open();
        check();
    }

    private void ingest() {
        List<SentSpans.Request> requests = new ArrayList<>();
        for (int i = random.nextInt(5); i >= 0; i--) {
            requests.add(sent.add(Otlp.body("service " + random.nextInt(3), spans()), clock.millis()));
        }
        take(requests.toArray(SentSpans.Request[]::new));
    }

    private void take(SentSpans.Request... requests) {
        List<CompletableFuture<IngestResult>> answers = new ArrayList<>();
        for (SentSpans.Request request : requests) {
            answers.add(store.ingest(Compression.NONE, request.body(), 0, request.body().length));
        }
        for (int i = 0; i < requests.length; i++) {
            try {
                answers.get(i).join();
                requests[i].acknowledge();
            } catch (CompletionException refused) {
                this.refused++;
            }
        }
    }

    /// Mostly spans of recent traces, some of old ones; most of them short, some that began long ago.
    private List<Span.Builder> spans() {
        List<Span.Builder> spans = new ArrayList<>();
        long newest = nextSpan / 20;
        for (int i = random.nextInt(12); i >= 0; i--) {
            long trace = Math.max(0, newest - random.nextInt(random.nextInt(10) == 0 ? 200 : 4));
            long id = nextSpan++;
            long end = clock.millis() * 1_000_000;
            Duration length = random.nextInt(8) == 0 ? RETENTION.multipliedBy(3) : Duration.ofMillis(20);
            spans.add(Otlp.span(trace + 1, id, random.nextInt(3) == 0 ? 0 : Math.max(1, id - random.nextInt(40)))
                    .setStartTimeUnixNano(end - length.toNanos())
                    .setEndTimeUnixNano(end)
                    .addAttributes(Otlp.attribute("key " + random.nextInt(5), random.nextInt(50)))
                    .addAttributes(Otlp.attribute("text", "x".repeat(random.nextInt(60)))));
        }
        return spans;
    }

    private void closeHeld() {
        held.forEach(Snapshot::close);
        held.clear();
    }

    private void check() {
        if (!disk.isOn()) {
            return;
        }
        SpanSet found = new SpanSet();
        try (Snapshot snapshot = store.snapshot()) {
            DiskStoreTest.drainWhole(snapshot, found);
        } catch (RuntimeException e) {
            if (disk.isOn()) {
                throw e;
            }
            return; // the power went while it was read
        }
        if (disk.isOn()) {
            sent.check(found, expires ? clock.millis() - RETENTION.toMillis() : Long.MIN_VALUE);
        }
    }

    /// What happened last, for whoever looks for the cause of a failure.
    private void tell(String event) {
        story.addLast(event);
        if (story.size() > 60) {
            story.removeFirst();
        }
    }

    long powerLosses() {
        return powerLosses;
    }

    @Override
    public String toString() {
        return "log in %s, %d power losses, %d requests sent, %d acknowledged, %d refused; last: %s"
                .formatted(log, powerLosses, sent.requests(), sent.acknowledged(), refused, story);
    }
}
