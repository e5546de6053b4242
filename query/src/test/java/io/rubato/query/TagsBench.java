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

/// Measures what questions for names and values of attributes cost: CPU milliseconds of one thread, the median and the
/// least of many runs. Arguments: a directory, which is filled if it is empty; the number of spans; how many runs;
/// then the number of a question, if not all.
final class TagsBench {
    /// A field, or nothing for names; then a filter; then the percentage of the time that is left out on both sides.
    private static final List<List<String>> QUESTIONS = List.of(
            List.of("span.user.id", "", "-1"),
            List.of("span.user.id", "", "10"),
            List.of("span.user.id", "{ resource.service.name = `checkout` }", "-1"),
            List.of("span.http.route", "", "-1"),
            List.of("span.http.route", "", "10"),
            List.of("span.http.route", "{ resource.service.name = `checkout` }", "-1"),
            List.of("span.http.route", "{ resource.service.name = `checkout` }", "10"),
            List.of("span.http.route", "{ resource.service.name = `checkout` && status = error }", "-1"),
            List.of("resource.service.name", "{ span.http.response.status_code >= 500 }", "-1"),
            List.of("span.http.response.status_code", "", "-1"),
            List.of("name", "{ kind = server }", "-1"),
            List.of("", "", "-1"),
            List.of("", "", "10"),
            List.of("", "{ resource.service.name = `checkout` }", "-1"));

    private TagsBench() {}

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
            try (Snapshot snapshot = store.snapshot()) {
                List<List<String>> questions =
                        args.length > 3 ? List.of(QUESTIONS.get(Integer.parseInt(args[3]))) : QUESTIONS;
                for (List<String> question : questions) {
                    measure(snapshot, question, Integer.parseInt(args[2]));
                }
            }
        }
    }

    private static void measure(Snapshot snapshot, List<String> question, int runs) {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        double[] millis = new double[runs];
        int found = 0;
        for (int run = 0; run < runs; run++) {
            long before = threads.getCurrentThreadCpuTime();
            found = ask(snapshot, question);
            millis[run] = (threads.getCurrentThreadCpuTime() - before) / 1e6;
        }
        Arrays.sort(millis);
        System.out.printf(
                Locale.ROOT,
                "%8.1f ms median %8.1f ms least %7d found  %s%n",
                millis[runs / 2],
                millis[0],
                found,
                String.join(" | ", question));
    }

    private static int ask(Snapshot snapshot, List<String> question) {
        long start = Long.MAX_VALUE;
        long end = Long.MIN_VALUE;
        for (SpanSource source : snapshot.sources()) {
            for (int b = 0; b < source.batches(); b++) {
                BatchStats stats = source.stats(b);
                start = Math.min(start, stats.minStart());
                end = Math.max(end, stats.maxEnd());
            }
        }
        long cut = (end - start) / 100 * Integer.parseInt(question.get(2));
        QueryContext context = QueryContext.withTimeout(Duration.ofMinutes(1));
        var filter = TraceQl.lenientFilter(question.get(1));
        return question.getFirst().isEmpty()
                ? new QueryEngine()
                        .tagNames(snapshot, new TagRequest(null, filter, start + cut, end - cut, 0), context)
                        .merged()
                        .size()
                : new QueryEngine()
                        .tagValues(
                                snapshot,
                                new TagValuesRequest(
                                        TraceQl.parseField(question.getFirst()), filter, start + cut, end - cut, 0),
                                context)
                        .values()
                        .size();
    }
}
