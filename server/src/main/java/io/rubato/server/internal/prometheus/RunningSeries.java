package io.rubato.server.internal.prometheus;

import io.rubato.query.Durations;
import io.rubato.query.Exemplar;
import io.rubato.query.ServiceGraph;
import io.rubato.query.SpanSeries;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Counters that only grow. Safe for concurrent use.
final class RunningSeries {
    private static final Map<String, String> OVERFLOW = Map.of("metric_overflow", "true");

    private final Map<Family, Map<Map<String, String>, Running>> families = new EnumMap<>(Family.class);
    private final int most;
    private int size;
    private long overflows;
    private long spans;

    /// @param most label sets of calls and spans together
    RunningSeries(int most) {
        this.most = most;
    }

    private static final class Running {
        long count;
        long sumNanos;
        final long[] buckets;

        @Nullable
        Exemplar exemplar;

        boolean scraped;
        boolean sent;

        Running(int buckets) {
            this.buckets = new long[buckets];
        }
    }

    /// One series at one moment.
    ///
    /// @param buckets cumulative, by the family's bounds, without the last
    /// @param exemplar a span counted lately
    @SuppressWarnings("ArrayRecordComponent")
    record Shown(
            Map<String, String> labels,
            long count,
            long sumNanos,
            long[] buckets,
            @Nullable Exemplar exemplar) {
        Shown zero() {
            return new Shown(labels, 0, 0, new long[buckets.length], null);
        }
    }

    /// Adds what was counted since the last time.
    synchronized void add(ServiceGraph graph, List<SpanSeries> series) {
        for (ServiceGraph.Edge edge : graph.edges()) {
            Map<String, String> labels = admitted(Family.REQUESTS, SpanSamples.labels(edge));
            running(Family.REQUESTS, labels).count += edge.calls();
            if (edge.errors() > 0) {
                running(Family.FAILED, labels).count += edge.errors();
            }
            add(Family.SERVER_SECONDS, labels, SpanSamples.server(edge), edge.exemplar());
            add(Family.CLIENT_SECONDS, labels, SpanSamples.client(edge), null);
        }
        for (SpanSeries one : series) {
            Map<String, String> labels = admitted(Family.CALLS, SpanSamples.labels(one));
            running(Family.CALLS, labels).count += one.durations().count();
            add(Family.LATENCY, labels, one.durations(), one.exemplar());
            spans += one.durations().count();
        }
    }

    private Map<Map<String, String>, Running> of(Family family) {
        return families.computeIfAbsent(family, key -> new LinkedHashMap<>());
    }

    /// Beyond the limit new label sets are one.
    private Map<String, String> admitted(Family family, Map<String, String> labels) {
        if (of(family).containsKey(labels)) {
            return labels;
        }
        if (size < most) {
            size++;
            return labels;
        }
        overflows++;
        return OVERFLOW;
    }

    private Running running(Family family, Map<String, String> labels) {
        int buckets = family.kind == Family.Kind.HISTOGRAM ? family.boundsNanos().length : 0;
        return of(family).computeIfAbsent(labels, key -> new Running(buckets));
    }

    private void add(Family family, Map<String, String> labels, Durations durations, @Nullable Exemplar exemplar) {
        Running running = running(family, labels);
        running.count += durations.count();
        running.sumNanos += durations.sumNanos();
        long[] bounds = family.boundsNanos();
        for (int i = 0; i < bounds.length; i++) {
            running.buckets[i] += durations.countUpTo(bounds[i]);
        }
        running.exemplar = exemplar == null ? running.exemplar : exemplar;
    }

    /// All series of a family for a scraper. A new one is zero the first time, for what a counter grew by is seen only
    /// from its second value on.
    synchronized List<Shown> scrape(Family family) {
        List<Shown> shown = new ArrayList<>();
        of(family).forEach((labels, running) -> {
            Shown now = shown(labels, running);
            shown.add(running.scraped ? now : now.zero());
            running.scraped = true;
        });
        return shown;
    }

    /// All series of a family to be sent.
    ///
    /// @param fresh takes those that were not sent before, as zero
    synchronized List<Shown> send(Family family, List<Shown> fresh) {
        List<Shown> shown = new ArrayList<>();
        of(family).forEach((labels, running) -> {
            Shown now = shown(labels, running);
            shown.add(now);
            if (!running.sent) {
                fresh.add(now.zero());
                running.sent = true;
            }
        });
        return shown;
    }

    private static Shown shown(Map<String, String> labels, Running running) {
        return new Shown(labels, running.count, running.sumNanos, running.buckets.clone(), running.exemplar);
    }

    synchronized int size() {
        return size;
    }

    /// How often a label set was one too many.
    synchronized long overflows() {
        return overflows;
    }

    /// Spans counted.
    synchronized long spans() {
        return spans;
    }
}
