package io.rubato.server.internal.prometheus;

import static org.assertj.core.api.Assertions.assertThat;

import io.rubato.generator.Batch;
import io.rubato.generator.GeneratorOptions;
import io.rubato.generator.TraceGenerator;
import io.rubato.query.Breakdown;
import io.rubato.query.GraphRequest;
import io.rubato.query.QueryContext;
import io.rubato.query.QueryEngine;
import io.rubato.query.SpanActivity;
import io.rubato.server.config.GraphSeriesSettings;
import io.rubato.server.config.RemoteWriteSettings;
import io.rubato.server.config.ServerConfig;
import io.rubato.server.config.SpanMetricsSettings;
import io.rubato.server.config.SpanMetricsSettings.Processor;
import io.rubato.server.config.SpanSeriesSettings;
import io.rubato.server.internal.tenant.OneStore;
import io.rubato.server.internal.tenant.Stores;
import io.rubato.storage.Compression;
import io.rubato.storage.Snapshot;
import io.rubato.storage.SpanStore;
import io.rubato.storage.StoreOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What was counted while spans came in, before and after a restart, is what the generator made and what is counted
/// over
/// everything that is stored in the end. Blocks are cut without regard to traces.
class CountersOfGeneratedSpansTest {
    private static final int RATE = 2_000;
    private static final Duration INTERVAL = Duration.ofSeconds(15);
    private static final Duration SETTLE = Duration.ofSeconds(30);

    private final Map<String, Long> expected = new TreeMap<>();
    private final Map<String, Long> counted = new TreeMap<>();
    private final Map<String, Long> byService = new TreeMap<>();

    @TempDir
    Path directory;

    private Instant now = Instant.EPOCH;
    private Instant nextPass = Instant.EPOCH;

    @Test
    void countWhatTheGeneratorMade() throws Exception {
        run(40_000);
    }

    @Test
    @Tag("slow")
    void countALotOfWhatTheGeneratorMade() throws Exception {
        run(300_000);
    }

    private void run(int spans) throws IOException {
        GeneratorOptions options = GeneratorOptions.of(spans).withSpansPerSecond(RATE);
        TraceGenerator generator = new TraceGenerator(11, options);
        List<Batch> batches = new ArrayList<>();
        generator.forEachRemaining(batches::add);
        now = options.start().minusSeconds(60);
        nextPass = now;
        long taken = 0;
        int from = 0;
        // With restarts at any time.
        for (int to : new int[] {batches.size() * 3 / 10, batches.size() * 7 / 10, batches.size()}) {
            try (SpanStore store = open(spans / 20)) {
                TenantCounters counters = counters();
                for (Batch batch : batches.subList(from, to)) {
                    store.ingest(Compression.NONE, batch.body(), 0, batch.body().length)
                            .join();
                    taken += batch.spans();
                    pass(counters, store, options.start().plusMillis(1_000 * taken / RATE));
                }
                if (to == batches.size()) {
                    pass(counters, store, now.plus(SETTLE).plusSeconds(120));
                    check(store);
                }
                remember(counters);
                from = to;
            }
        }
        assertThat(counted).isEqualTo(expected);
        assertThat(byService).isEqualTo(generator.truth().spansByService());
    }

    private SpanStore open(int blockSpans) throws IOException {
        return SpanStore.open(StoreOptions.at(directory)
                .withRetention(new StoreOptions.Retention(Duration.ZERO, 0, Duration.ZERO, 0))
                .withCut(new StoreOptions.Cut(
                        blockSpans, Long.MAX_VALUE, Duration.ofDays(1), Duration.ZERO, Duration.ofDays(1))));
    }

    private TenantCounters counters() {
        SpanMetricsSettings settings = new SpanMetricsSettings(
                true,
                EnumSet.allOf(Processor.class),
                INTERVAL,
                SETTLE,
                10_000,
                SpanSeriesSettings.DEFAULT,
                GraphSeriesSettings.DEFAULT,
                RemoteWriteSettings.DEFAULT);
        return new TenantCounters(settings, directory);
    }

    private void pass(TenantCounters counters, SpanStore store, Instant at) throws IOException {
        now = at;
        if (!at.isBefore(nextPass)) {
            counters.count(
                    new OneStore(store, ServerConfig.DEFAULT).reading(Stores.NO_TENANT),
                    ChronoUnit.NANOS.between(Instant.EPOCH, at.minus(SETTLE)),
                    at);
            nextPass = at.plus(INTERVAL);
        }
    }

    /// What the counters of a process came to.
    private void remember(TenantCounters counters) {
        for (Family family : Family.values()) {
            for (RunningSeries.Shown shown : counters.series().send(family, new ArrayList<>())) {
                add(counted, family, shown.labels(), shown.counted());
                if (family == Family.CALLS) {
                    byService.merge(
                            shown.labels().getOrDefault("service", ""),
                            shown.counted().count(),
                            Long::sum);
                }
            }
        }
    }

    private static void add(Map<String, Long> sums, Family family, SortedMap<String, String> labels, Counted one) {
        sums.merge(family + " " + labels, one.count(), Long::sum);
        if (family.kind == Family.Kind.HISTOGRAM) {
            sums.merge(family + " sum " + labels, one.sumNanos(), Long::sum);
            one.eachBucket((end, upTo, _) -> sums.merge(family + " " + end + " " + labels, upTo, Long::sum));
        }
    }

    private void check(SpanStore store) {
        SeriesLabels labels = new SeriesLabels(SpanSeriesSettings.DEFAULT, GraphSeriesSettings.DEFAULT);
        SeriesTable table = new SeriesTable(labels, false);
        try (Snapshot snapshot = store.snapshot()) {
            SpanActivity all = new QueryEngine()
                    .activity(
                            snapshot,
                            new GraphRequest(null, 0, Long.MAX_VALUE),
                            Breakdown.NONE,
                            true,
                            QueryContext.withTimeout(Duration.ofMinutes(2)));
            all.graph().edges().forEach(edge -> table.add(edge, 1, one -> one));
            all.series().forEach(one -> table.add(one, one.bytes(), 1, it -> it));
        }
        for (Family family : Family.values()) {
            table.of(family).forEach((of, one) -> add(expected, family, of, one));
        }
    }
}
