package io.rubato.query;

import io.rubato.generator.Batch;
import io.rubato.generator.GeneratorOptions;
import io.rubato.generator.TraceGenerator;
import io.rubato.storage.Compression;
import io.rubato.storage.Snapshot;
import io.rubato.storage.SpanStore;
import io.rubato.storage.StoreOptions;
import io.rubato.traceql.TraceQl;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/// Measures what searches over everything cost: CPU milliseconds of one thread, the median and the least of many runs.
/// Arguments: a directory, which is filled if it is empty; the number of spans; how many runs; then queries, if others.
final class SearchBench {
    private static final List<String> QUERIES = List.of(
            "{ span.busy_ns < 0 }",
            "{ kind = server } >> { span.busy_ns < 0 }",
            "{ nestedSetParent < 0 } >> { kind = client && duration > 1h }",
            "{ kind = server } >> { kind = client } >> { status = error && duration > 1h }",
            "{ kind = server } > { kind = client } | count() > 100000",
            "{ kind = server } &>> { kind = client } | count() > 100000",
            "{ } !>> { } | count() > 100000",
            "{ } ~ { } | count() > 100000",
            "{ status = error } && { kind = consumer } | count() > 100000",
            "{ } | count() > 100000",
            "{ } | avg(duration) > 1h",
            "{ } | max(duration) > 10h",
            "{ } | avg(span.http.response.status_code) > 1000",
            "{ } | by(resource.service.name) | count() > 100000",
            "{ } | by(name) | avg(duration) > 1h",
            "{ } | by(span.http.route) | count() > 100000",
            "{ span.url.path =~ `/nowhere/[a-z]+/.*` }",
            "{ span.url.path =~ `.*/nowhere[0-9]+` }",
            "{ span.url.path =~ `/[a-z]+/[0-9]{1,3}x` }");

    private SearchBench() {}

    public static void main(String[] args) throws Exception {
        long spans = Long.parseLong(args[1]);
        int runs = Integer.parseInt(args[2]);
        List<String> queries = args.length > 3 ? Arrays.asList(args).subList(3, args.length) : QUERIES;
        // The spans are of a fixed moment in the past.
        StoreOptions options = StoreOptions.at(Path.of(args[0]))
                .withRetention(new StoreOptions.Retention(Duration.ZERO, 0, Duration.ZERO, 0));
        try (SpanStore store = SpanStore.open(options)) {
            if (store.status().spans() == 0) {
                fill(store, spans);
            }
            while (store.status().spans() < spans) {
                Thread.sleep(100);
            }
            System.out.println(store.status().spans() + " spans, "
                    + store.status().blocks() + " blocks, " + store.status().headSpans() + " in memory");
            try (Snapshot snapshot = store.snapshot()) {
                for (String query : queries) {
                    measure(snapshot, query, runs);
                }
            }
        }
    }

    static void fill(SpanStore store, long spans) throws InterruptedException {
        TraceGenerator generator = new TraceGenerator(1, GeneratorOptions.of(spans));
        while (generator.hasNext()) {
            Batch batch = generator.next();
            store.ingest(Compression.NONE, batch.body(), 0, batch.body().length).join();
        }
    }

    private static void measure(Snapshot snapshot, String query, int runs) {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        SearchRequest request = new SearchRequest(TraceQl.parse(query), Long.MIN_VALUE, Long.MAX_VALUE, 20, 3);
        double[] millis = new double[runs];
        int found = 0;
        for (int i = 0; i < runs; i++) {
            long before = threads.getCurrentThreadCpuTime();
            QueryContext context = QueryContext.withTimeout(Duration.ofMinutes(1));
            found = new QueryEngine()
                    .search(snapshot, request, context)
                    .traces()
                    .size();
            millis[i] = (threads.getCurrentThreadCpuTime() - before) / 1e6;
        }
        Arrays.sort(millis);
        System.out.printf(Locale.ROOT, "%7.1f ms %7.1f ms  %2d found  %s%n", millis[runs / 2], millis[0], found, query);
    }
}
