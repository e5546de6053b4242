package io.rubato.query.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.proto.trace.v1.TracesData;
import io.rubato.generator.Batch;
import io.rubato.generator.GeneratorOptions;
import io.rubato.generator.TraceGenerator;
import io.rubato.generator.Truth;
import io.rubato.generator.span.GeneratedSpan;
import io.rubato.generator.span.OtlpReader;
import io.rubato.generator.span.Value;
import io.rubato.query.Breakdown;
import io.rubato.query.GraphRequest;
import io.rubato.query.QueryContext;
import io.rubato.query.QueryEngine;
import io.rubato.query.SpanMoment;
import io.rubato.query.SpanSeries;
import io.rubato.query.SpanSeriesRequest;
import io.rubato.query.memory.PlainSpan;
import io.rubato.query.memory.PlainTrace;
import io.rubato.storage.Compression;
import io.rubato.storage.Snapshot;
import io.rubato.storage.SpanStore;
import io.rubato.storage.StoreOptions;
import io.rubato.storage.model.Attribute;
import io.rubato.storage.model.AttributeValue;
import io.rubato.storage.model.Origin;
import io.rubato.storage.model.TraceId;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The graph of generated spans of 24 services against the oracle and the generator's own counts: in blocks that are
/// cut without regard to traces, some of the spans in memory still, and with a restart half-way.
class GeneratedGraphTest {
    private final QueryEngine engine = new QueryEngine();
    private final Map<String, List<PlainSpan>> traces = new HashMap<>();
    private final Map<String, Long> sizes = new TreeMap<>();
    private final Map<String, Origin> origins = new HashMap<>();

    @TempDir
    Path directory;

    @Test
    void countsWhatTheGeneratorMade() throws Exception {
        run(20_000);
    }

    @Test
    @Tag("slow")
    void countsALotOfWhatTheGeneratorMade() throws Exception {
        run(300_000);
    }

    private void run(int count) throws IOException {
        TraceGenerator generator = new TraceGenerator(7, GeneratorOptions.of(count));
        List<Batch> batches = new ArrayList<>();
        generator.forEachRemaining(batches::add);
        for (Batch batch : batches) {
            TracesData.parseFrom(batch.body()).getResourceSpansList().stream()
                    .flatMap(resource -> resource.getScopeSpansList().stream())
                    .flatMap(scope -> scope.getSpansList().stream())
                    .forEach(span -> sizes.merge(batch.service(), (long) span.getSerializedSize(), Long::sum));
        }
        batches.forEach(batch -> OtlpReader.read(batch.body()).forEach(this::remember));
        int half = batches.size() / 2;
        try (SpanStore store = open(count / 20)) {
            ingest(store, batches.subList(0, half));
        }
        try (SpanStore store = open(count / 20)) {
            ingest(store, batches.subList(half, batches.size()));
            try (Snapshot snapshot = store.snapshot()) {
                check(snapshot, generator.truth());
            }
        }
    }

    private SpanStore open(int blockSpans) throws IOException {
        return SpanStore.open(StoreOptions.at(directory)
                .withRetention(new StoreOptions.Retention(Duration.ZERO, 0, Duration.ZERO, 0))
                .withCut(new StoreOptions.Cut(
                        blockSpans, Long.MAX_VALUE, Duration.ofDays(1), Duration.ZERO, Duration.ofDays(1))));
    }

    private static void ingest(SpanStore store, List<Batch> batches) {
        for (Batch batch : batches) {
            store.ingest(Compression.NONE, batch.body(), 0, batch.body().length).join();
        }
    }

    private void check(Snapshot snapshot, Truth truth) {
        GraphOracle oracle = new GraphOracle();
        traces.forEach((id, spans) -> oracle.add(new PlainTrace(TraceId.parse(id), spans), span -> true, span -> true));
        QueryContext context = QueryContext.withTimeout(Duration.ofMinutes(2));
        GraphRequest all = new GraphRequest(null, 0, Long.MAX_VALUE);
        assertThat(GraphOracle.lines(engine.graph(snapshot, all, context))).isEqualTo(oracle.lines());
        List<SpanSeries> series = engine.spanSeries(snapshot, new SpanSeriesRequest(null, 0, Long.MAX_VALUE), context);
        assertThat(GraphOracle.seriesLines(series)).isEqualTo(oracle.seriesLines());
        Map<String, Long> bytes = new TreeMap<>();
        SpanSeriesRequest sized =
                new SpanSeriesRequest(null, 0, Long.MAX_VALUE, SpanMoment.START, Breakdown.NONE, true);
        engine.spanSeries(snapshot, sized, context).forEach(one -> bytes.merge(one.service(), one.bytes(), Long::sum));
        assertThat(bytes).isEqualTo(sizes);
        Map<String, Long> spans = new TreeMap<>();
        Map<String, Long> errors = new TreeMap<>();
        for (SpanSeries one : series) {
            long count = one.durations().count();
            spans.merge(one.service(), count, Long::sum);
            errors.merge(one.service(), one.status() == GeneratedSpan.STATUS_ERROR ? count : 0, Long::sum);
        }
        assertThat(spans).isEqualTo(truth.spansByService()).hasSize(24);
        assertThat(errors).isEqualTo(truth.errorsByService());
        assertThat(context.damage()).isEmpty();
    }

    private void remember(GeneratedSpan span) {
        traces.computeIfAbsent(span.traceId(), id -> new ArrayList<>()).add(plain(span));
    }

    private PlainSpan plain(GeneratedSpan span) {
        List<Attribute> texts = new ArrayList<>();
        span.attributes().forEach(attribute -> {
            if (attribute.value() instanceof Value.Text(String text)) {
                texts.add(new Attribute(attribute.key(), new AttributeValue.Text(text)));
            }
        });
        return new PlainSpan(
                TraceId.parse(span.traceId()),
                Long.parseUnsignedLong(span.spanId(), 16),
                span.parentSpanId().isEmpty() ? 0 : Long.parseUnsignedLong(span.parentSpanId(), 16),
                span.name(),
                span.kind(),
                span.statusCode(),
                "",
                span.startNanos(),
                span.endNanos() - span.startNanos(),
                origins.computeIfAbsent(
                        span.service(), service -> new Origin(service, List.of(), "", "", "", List.of(), "")),
                texts,
                List.of(),
                List.of());
    }
}
