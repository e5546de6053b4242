package io.rubato.server.internal.prometheus;

import io.rubato.query.ServiceGraph;
import io.rubato.query.SpanSeries;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/// Counters that only grow. Safe for concurrent use.
final class RunningSeries {
    private static final SortedMap<String, String> OVERFLOW = new TreeMap<>(Map.of("metric_overflow", "true"));

    private final SeriesTable table;
    private final Set<Counted> scraped = new HashSet<>();
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
    synchronized void add(List<ServiceGraph.Edge> edges, List<SpanSeries> series) {
        for (ServiceGraph.Edge edge : edges) {
            table.add(edge, 1, labels -> admitted(Family.REQUESTS, labels));
        }
        for (SpanSeries one : series) {
            table.add(one, one.bytes(), 1, labels -> admitted(Family.CALLS, labels));
            spans += one.durations().count();
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

    /// All series of a family for a scraper. A new one is zero the first time, for what a counter grew by is seen only
    /// from its second value on.
    synchronized List<Shown> scrape(Family family) {
        List<Shown> shown = new ArrayList<>();
        table.of(family)
                .forEach((labels, counted) -> shown.add(
                        new Shown(labels, scraped.add(counted) ? new Counted(family, exponential) : counted.copy())));
        return shown;
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
