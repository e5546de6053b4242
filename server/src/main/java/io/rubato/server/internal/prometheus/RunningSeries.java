package io.rubato.server.internal.prometheus;

import io.rubato.query.ServiceGraph;
import io.rubato.query.SpanSeries;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/// Counters that only grow. Safe for concurrent use.
final class RunningSeries {
    private static final SortedMap<String, String> OVERFLOW = new TreeMap<>(Map.of("metric_overflow", "true"));

    /// How long a new series is zero: scrapers that come once a minute see it.
    static final Duration BASELINE = Duration.ofSeconds(60);

    private final SeriesTable table;
    private final Map<Counted, Instant> born = new HashMap<>();
    private final Set<Counted> sent = new HashSet<>();
    private final boolean exponential;
    private final int most;
    private int size;
    private long overflows;
    private long spans;

    /// @param exponential whether histograms have native buckets too
    /// @param most label sets of calls and spans together
    RunningSeries(SeriesLabels labels, boolean exponential, int most) {
        this.table = new SeriesTable(labels, exponential);
        this.exponential = exponential;
        this.most = most;
    }

    /// One series at one moment. Not to be changed.
    record Shown(SortedMap<String, String> labels, Counted counted) {}

    /// Adds what was counted since the last time.
    ///
    /// @param now when that is: series that are new are from then
    synchronized void add(List<ServiceGraph.Edge> edges, List<SpanSeries> series, Instant now) {
        for (ServiceGraph.Edge edge : edges) {
            table.add(edge, 1, labels -> admitted(Family.REQUESTS, labels));
        }
        for (SpanSeries one : series) {
            table.add(one, one.bytes(), 1, labels -> admitted(Family.CALLS, labels));
            spans += one.durations().count();
        }
        for (Family family : Family.values()) {
            table.of(family).values().forEach(counted -> born.putIfAbsent(counted, now));
        }
    }

    /// Beyond the limit new label sets are one.
    private SortedMap<String, String> admitted(Family family, SortedMap<String, String> labels) {
        if (table.of(family).containsKey(labels)) {
            return labels;
        }
        if (size < most) {
            size++;
            return labels;
        }
        overflows++;
        return OVERFLOW;
    }

    /// All series of a family for a scraper. A new one is zero for [#BASELINE], for what a counter grew by is seen only
    /// from its second value on: to all scrapers, however many there are.
    synchronized List<Shown> scrape(Family family, Instant now) {
        List<Shown> shown = new ArrayList<>();
        table.of(family)
                .forEach((labels, counted) -> shown.add(
                        new Shown(labels, isNew(counted, now) ? new Counted(family, exponential) : counted.copy())));
        return shown;
    }

    private boolean isNew(Counted counted, Instant now) {
        return now.isBefore(born.getOrDefault(counted, Instant.EPOCH).plus(BASELINE));
    }

    /// All series of a family to be sent.
    ///
    /// @param fresh takes those that were not sent before, as zero
    synchronized List<Shown> send(Family family, List<Shown> fresh) {
        List<Shown> shown = new ArrayList<>();
        table.of(family).forEach((labels, counted) -> {
            shown.add(new Shown(labels, counted.copy()));
            if (sent.add(counted)) {
                fresh.add(new Shown(labels, new Counted(family, exponential)));
            }
        });
        return shown;
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
