package io.rubato.query;

import io.rubato.storage.Snapshot;
import io.rubato.storage.SpanStore;
import io.rubato.storage.StoreOptions;
import io.rubato.storage.scan.BatchStats;
import io.rubato.storage.scan.SpanSource;
import io.rubato.traceql.TraceQl;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/// Measures what metrics queries over everything cost: CPU milliseconds of one thread, of the first run, the median and
/// the least of many. Arguments: a directory, which is filled if it is empty; the number of spans; how many runs; then
/// queries, if others.
final class MetricsBench {
    private static final List<String> QUERIES = List.of(
            "{ } | rate()",
            "{ } | rate() by(resource.service.name)",
            "{ } | compare({ status = error })",
            "{ nestedSetParent < 0 } | compare({ status = error }, 10)",
            "{ } | compare({ duration > 100ms })");

    private MetricsBench() {}

    public static void main(String[] args) throws Exception {
        // The spans are of a fixed moment in the past.
        StoreOptions options = StoreOptions.at(Path.of(args[0]))
                .withRetention(new StoreOptions.Retention(Duration.ZERO, 0, Duration.ZERO, 0));
        try (SpanStore store = SpanStore.open(options)) {
            if (store.status().spans() == 0) {
                SearchBench.fill(store, Long.parseLong(args[1]));
            }
            System.out.println(store.status().spans() + " spans, "
                    + store.status().blocks() + " blocks, " + store.status().headSpans() + " in memory");
            List<String> queries = args.length > 3 ? Arrays.asList(args).subList(3, args.length) : QUERIES;
            try (Snapshot snapshot = store.snapshot()) {
                for (int steps : new int[] {1, 60}) {
                    for (String query : queries) {
                        measure(snapshot, query, steps(snapshot, steps), Integer.parseInt(args[2]));
                    }
                }
            }
        }
    }

    private static TimeSteps steps(Snapshot snapshot, int count) {
        long start = Long.MAX_VALUE;
        long end = Long.MIN_VALUE;
        for (SpanSource source : snapshot.sources()) {
            for (int b = 0; b < source.batches(); b++) {
                BatchStats stats = source.stats(b);
                start = Math.min(start, stats.minStart());
                end = Math.max(end, stats.maxStart());
            }
        }
        return new TimeSteps(start - 1, (end - start) / count + 1, count, 1);
    }

    private static void measure(Snapshot snapshot, String query, TimeSteps steps, int runs) {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        MetricsRequest request = new MetricsRequest(TraceQl.parse(query), steps, 100, 0);
        double[] millis = new double[runs];
        int found = 0;
        for (int i = 0; i < runs; i++) {
            long before = threads.getCurrentThreadCpuTime();
            QueryContext context = QueryContext.withTimeout(Duration.ofMinutes(5));
            found = new QueryEngine()
                    .metrics(snapshot, request, context)
                    .series()
                    .size();
            millis[i] = (threads.getCurrentThreadCpuTime() - before) / 1e6;
        }
        double first = millis[0];
        Arrays.sort(millis);
        System.out.printf(
                Locale.ROOT,
                "%8.1f ms first %8.1f ms median %8.1f ms least %6d series  %2d steps  %s%n",
                first,
                millis[runs / 2],
                millis[0],
                found,
                steps.count(),
                query);
    }
}
