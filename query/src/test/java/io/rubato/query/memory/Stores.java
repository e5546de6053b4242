package io.rubato.query.memory;

import io.rubato.storage.Compression;
import io.rubato.storage.IngestResult;
import io.rubato.storage.SpanStore;
import io.rubato.storage.StoreOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/// Stores on disk that hold some traces: in memory still, in one block, or in many that are cut anywhere.
public final class Stores {
    private Stores() {}

    public static SpanStore head(Path directory, List<PlainTrace> traces) throws IOException {
        SpanStore store = open(directory, Integer.MAX_VALUE);
        ingest(store, spans(traces));
        return store;
    }

    public static SpanStore oneBlock(Path directory, List<PlainTrace> traces) throws IOException {
        SpanStore store = open(directory, 1);
        ingest(store, spans(traces));
        awaitSealed(store);
        return store;
    }

    /// Spans come in any order, one to three at a time, each time into a block of their own; now and then a span
    /// comes again.
    public static SpanStore cut(Path directory, List<PlainTrace> traces, Random random) throws IOException {
        SpanStore store = open(directory, 1);
        List<PlainSpan> spans = new ArrayList<>(spans(traces));
        Collections.shuffle(spans, random);
        for (int from = 0; from < spans.size(); ) {
            int to = Math.min(spans.size(), from + 1 + random.nextInt(3));
            ingest(store, spans.subList(from, to));
            awaitSealed(store);
            from = to;
        }
        return store;
    }

    /// A store as [#cut] left it, which moves each trace to one block as soon as it can.
    public static SpanStore moving(Path directory) throws IOException {
        return SpanStore.open(options(directory, 1).withMove(new StoreOptions.Move(1, Duration.ZERO, Duration.ZERO)));
    }

    private static List<PlainSpan> spans(List<PlainTrace> traces) {
        return traces.stream().flatMap(trace -> trace.spans().stream()).toList();
    }

    private static SpanStore open(Path directory, int maxSpans) throws IOException {
        return SpanStore.open(options(directory, maxSpans));
    }

    private static StoreOptions options(Path directory, int maxSpans) {
        StoreOptions defaults = StoreOptions.at(directory);
        return defaults.withWal(new StoreOptions.Wal(false, defaults.wal().segmentBytes()))
                .withRetention(new StoreOptions.Retention(Duration.ZERO, 0, Duration.ZERO, 0))
                .withMerge(new StoreOptions.Merge(Duration.ofHours(1), 2, 2, Integer.MAX_VALUE))
                .withCut(new StoreOptions.Cut(
                        maxSpans, Long.MAX_VALUE, Duration.ofDays(1), Duration.ZERO, Duration.ofDays(1)));
    }

    private static void ingest(SpanStore store, List<PlainSpan> spans) {
        byte[] body = Otlp.body(spans);
        IngestResult result =
                store.ingest(Compression.NONE, body, 0, body.length).join();
        if (result.rejected() > 0) {
            throw new IllegalStateException(result.toString());
        }
    }

    private static void awaitSealed(SpanStore store) {
        while (store.status().headSpans() > 0) {
            Thread.onSpinWait();
        }
    }
}
