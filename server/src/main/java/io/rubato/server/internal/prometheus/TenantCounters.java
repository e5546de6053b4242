package io.rubato.server.internal.prometheus;

import io.rubato.query.Breakdown;
import io.rubato.query.GraphRequest;
import io.rubato.query.QueryContext;
import io.rubato.query.QueryEngine;
import io.rubato.query.ServiceGraph;
import io.rubato.query.SpanActivity;
import io.rubato.query.SpanMoment;
import io.rubato.query.SpanSeriesRequest;
import io.rubato.server.config.RemoteWriteSettings;
import io.rubato.server.config.SpanMetricsSettings;
import io.rubato.server.config.SpanMetricsSettings.Processor;
import io.rubato.server.internal.tenant.StoredSpans;
import io.rubato.storage.Snapshot;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;

/// The running counters of one tenant, or of all where there are none. Counted by one thread.
final class TenantCounters {
    private static final Duration LONGEST = Duration.ofMinutes(5);

    private final SpanMetricsSettings settings;
    private final SeriesLabels labels;
    private final RunningSeries series;
    private final Watermark watermark;
    private final QueryEngine engine = new QueryEngine();
    private OptionalLong counted = OptionalLong.empty();

    /// @param directory where it is remembered how far spans are counted
    TenantCounters(SpanMetricsSettings settings, Path directory) {
        this.settings = settings;
        this.labels = new SeriesLabels(settings.spans(), settings.graph());
        this.series = new RunningSeries(
                labels,
                settings.remoteWrite().histograms() != RemoteWriteSettings.Histograms.CLASSIC,
                settings.maxSeries());
        this.watermark = new Watermark(directory.resolve("span-metrics"));
    }

    RunningSeries series() {
        return series;
    }

    /// Counts what ended since the last time.
    ///
    /// @param until Unix nanoseconds
    /// @param now when they are counted
    void count(StoredSpans store, long until, Instant now) throws IOException {
        if (counted.isEmpty()) {
            counted = watermark.read();
        }
        if (counted.isEmpty()) {
            watermark.write(until);
            counted = OptionalLong.of(until);
            return;
        }
        long from = counted.getAsLong();
        if (until <= from) {
            return;
        }
        try (Snapshot snapshot = store.snapshot()) {
            SpanActivity activity = activity(snapshot, from, until);
            // First remembered, then shown: after a crash in between they are left out rather than counted twice.
            watermark.write(until);
            counted = OptionalLong.of(until);
            series.add(activity.graph().edges(), activity.series(), now);
        }
    }

    /// What ended in a range, as far as it is to be counted.
    private SpanActivity activity(Snapshot snapshot, long from, long until) {
        QueryContext context = QueryContext.withTimeout(LONGEST);
        Set<Processor> processors = settings.processors();
        boolean sizes = processors.contains(Processor.SPAN_METRICS_SIZE);
        boolean ofSpans = sizes
                || processors.contains(Processor.SPAN_METRICS_COUNT)
                || processors.contains(Processor.SPAN_METRICS_LATENCY);
        boolean ofCalls = processors.contains(Processor.SERVICE_GRAPHS_REQUEST)
                || processors.contains(Processor.SERVICE_GRAPHS_LATENCY);
        Breakdown bySpan = Breakdown.by(labels.ofSpans());
        GraphRequest calls = new GraphRequest(
                null, from, until, SpanMoment.END, labels.peerAttributes(), Breakdown.by(labels.ofCalls()));
        if (ofSpans && ofCalls) {
            return engine.activity(snapshot, calls, bySpan, sizes, context);
        }
        ServiceGraph graph =
                ofCalls ? engine.graph(snapshot, calls, context) : new ServiceGraph(List.of(), List.of(), 0);
        SpanSeriesRequest spans = new SpanSeriesRequest(null, from, until, SpanMoment.END, bySpan, sizes);
        return new SpanActivity(graph, ofSpans ? engine.spanSeries(snapshot, spans, context) : List.of());
    }
}
