package io.rubato.query;

import io.rubato.generator.Batch;
import io.rubato.generator.GeneratorOptions;
import io.rubato.generator.TraceGenerator;
import io.rubato.storage.Compression;
import io.rubato.storage.Snapshot;
import io.rubato.storage.SpanStore;
import io.rubato.storage.StoreOptions;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/// Measures what keeping running counters costs: spans come in, and every 15 seconds of their time those are counted
/// that
/// ended 30 seconds before. Prints the CPU time of each pass by the spans it counted, of one thread, for counting
/// plain,
/// with two attributes as labels, or with the bytes of spans. Arguments: an empty directory, the number of spans, and
/// one
/// of `plain`, `labels` and `sizes`.
final class CountersBench {
    private static final QueryEngine ENGINE = new QueryEngine();
    private static final long INTERVAL = 15_000_000_000L;
    private static final long SETTLE = 30_000_000_000L;

    private static final int WARM_UP = 20;

    private CountersBench() {}

    private record Way(String name, Breakdown spans, Breakdown calls, boolean sizes, List<Double> micros) {
        Way(String name, Breakdown spans, Breakdown calls, boolean sizes) {
            this(name, spans, calls, sizes, new ArrayList<>());
        }
    }

    public static void main(String[] args) throws Exception {
        Breakdown two = Breakdown.by(
                List.of(Dimension.attribute("service.version"), Dimension.attribute("http.request.method")));
        List<Way> ways = List.of(
                new Way("plain", Breakdown.NONE, Breakdown.NONE, false),
                new Way("labels", two, two, false),
                new Way("sizes", Breakdown.NONE, Breakdown.NONE, true));
        Way way = ways.stream()
                .filter(one -> one.name.equals(args[2]))
                .findFirst()
                .orElseThrow();
        StoreOptions defaults = StoreOptions.at(Path.of(args[0]));
        StoreOptions options = defaults.withWal(
                        new StoreOptions.Wal(false, defaults.wal().segmentBytes()))
                .withRetention(new StoreOptions.Retention(Duration.ZERO, 0, Duration.ZERO, 0));
        GeneratorOptions generated = GeneratorOptions.of(Long.parseLong(args[1]));
        TraceGenerator generator = new TraceGenerator(3, generated);
        long start = generated.start().getEpochSecond() * 1_000_000_000L;
        long from = start;
        try (SpanStore store = SpanStore.open(options)) {
            long taken = 0;
            long now = from;
            while (generator.hasNext()) {
                Batch batch = generator.next();
                store.ingest(Compression.NONE, batch.body(), 0, batch.body().length)
                        .join();
                taken += batch.spans();
                now = start + taken * 1_000_000_000L / generated.spansPerSecond();
                if (now - SETTLE >= from + INTERVAL) {
                    if (from == start) {
                        for (int i = 0; i < WARM_UP; i++) {
                            pass(store, way, from, from + INTERVAL);
                        }
                        way.micros.clear();
                    }
                    pass(store, way, from, from + INTERVAL);
                    from += INTERVAL;
                }
            }
            List<Double> sorted =
                    way.micros.stream().sorted(Comparator.naturalOrder()).toList();
            System.out.printf(
                    Locale.ROOT,
                    "%-10s median %.3f µs, least %.3f µs: %s%n",
                    way.name,
                    sorted.get(sorted.size() / 2),
                    sorted.getFirst(),
                    way.micros);
        }
    }

    private static void pass(SpanStore store, Way way, long from, long until) {
        // Whoever asks first after a block was made waits for late traces to be joined: that is not part of it.
        try (Snapshot snapshot = store.snapshot()) {
            snapshot.sources();
        }
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadCpuTime();
        GraphRequest calls =
                new GraphRequest(null, from, until, SpanMoment.END, GraphRequest.PEER_ATTRIBUTES, way.calls);
        QueryContext context = QueryContext.withTimeout(Duration.ofMinutes(1));
        try (Snapshot snapshot = store.snapshot()) {
            SpanActivity found = ENGINE.activity(snapshot, calls, way.spans, way.sizes, context);
            long spans = found.series().stream()
                    .mapToLong(one -> one.durations().count())
                    .sum();
            way.micros.add((threads.getCurrentThreadCpuTime() - before) / 1e3 / spans);
        }
    }
}
