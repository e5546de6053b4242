package io.rubato.query;

import io.rubato.storage.Snapshot;
import io.rubato.storage.SpanStore;
import io.rubato.storage.StoreOptions;
import io.rubato.traceql.TraceQl;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;

/// Measures what the graph of everything costs: CPU milliseconds of one thread, the median and the least of many runs.
/// Arguments: a directory that [SearchBench] has filled, and how many runs.
final class GraphBench {
    private static final QueryEngine ENGINE = new QueryEngine();

    private GraphBench() {}

    /// Answers and tells how much there is.
    private interface Question {
        int ask(Snapshot snapshot, QueryContext context);
    }

    public static void main(String[] args) throws Exception {
        StoreOptions options = StoreOptions.at(Path.of(args[0]))
                .withRetention(new StoreOptions.Retention(Duration.ZERO, 0, Duration.ZERO, 0));
        int runs = Integer.parseInt(args[1]);
        try (SpanStore store = SpanStore.open(options);
                Snapshot snapshot = store.snapshot()) {
            System.out.println(store.status().spans() + " spans, "
                    + store.status().blocks() + " blocks, " + store.status().headSpans() + " in memory");
            GraphRequest all = new GraphRequest(null, 0, Long.MAX_VALUE);
            measure(
                    snapshot,
                    runs,
                    "graph",
                    (s, c) -> ENGINE.graph(s, all, c).edges().size());
            GraphRequest failed = new GraphRequest(TraceQl.parse("{ status = error }"), 0, Long.MAX_VALUE);
            measure(
                    snapshot,
                    runs,
                    "graph { status = error }",
                    (s, c) -> ENGINE.graph(s, failed, c).edges().size());
            SpanSeriesRequest series = new SpanSeriesRequest(null, 0, Long.MAX_VALUE);
            measure(
                    snapshot,
                    runs,
                    "span series",
                    (s, c) -> ENGINE.spanSeries(s, series, c).size());
        }
    }

    private static void measure(Snapshot snapshot, int runs, String what, Question question) {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        double[] millis = new double[runs];
        int found = 0;
        for (int i = 0; i < runs; i++) {
            long before = threads.getCurrentThreadCpuTime();
            found = question.ask(snapshot, QueryContext.withTimeout(Duration.ofMinutes(1)));
            millis[i] = (threads.getCurrentThreadCpuTime() - before) / 1e6;
        }
        Arrays.sort(millis);
        System.out.printf(Locale.ROOT, "%7.1f ms %7.1f ms  %3d found  %s%n", millis[runs / 2], millis[0], found, what);
    }
}
