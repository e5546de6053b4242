package io.rubato.server.internal.prometheus;

import io.rubato.query.GraphRequest;
import io.rubato.query.QueryContext;
import io.rubato.query.QueryEngine;
import io.rubato.query.ServiceGraph;
import io.rubato.query.SpanSeries;
import io.rubato.query.SpanSeriesRequest;
import io.rubato.storage.Snapshot;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Counts the spans that start in windows of time, each window once. Not thread-safe.
final class SpanWindows {
    private final Snapshot snapshot;
    private final QueryEngine engine;
    private final QueryContext context;
    private final Map<Window, ServiceGraph> graphs = new HashMap<>();
    private final Map<Window, List<SpanSeries>> series = new HashMap<>();

    SpanWindows(Snapshot snapshot, QueryEngine engine, QueryContext context) {
        this.snapshot = snapshot;
        this.engine = engine;
        this.context = context;
    }

    /// What starts after one time and up to another, Unix nanoseconds.
    record Window(long afterNanos, long upToNanos) {
        long startNanos() {
            return afterNanos == Long.MAX_VALUE ? afterNanos : afterNanos + 1;
        }

        long endNanos() {
            return upToNanos == Long.MAX_VALUE ? upToNanos : upToNanos + 1;
        }
    }

    /// The series that meet all conditions, with what was counted in the window.
    List<Sample> select(List<Matcher> matchers, Window window) {
        List<Sample> found = new ArrayList<>();
        for (Family family : Family.values()) {
            for (String name : family.names()) {
                if (named(matchers, name)) {
                    of(family, name, window).stream()
                            .filter(sample -> matchers.stream().allMatch(matcher -> matcher.matches(sample.labels())))
                            .forEach(found::add);
                }
            }
        }
        return found;
    }

    private static boolean named(List<Matcher> matchers, String name) {
        return matchers.stream()
                .filter(matcher -> matcher.label().equals(Matcher.NAME))
                .allMatch(matcher -> matcher.matches(name));
    }

    private List<Sample> of(Family family, String name, Window window) {
        return family.isOfGraph()
                ? SpanSamples.ofGraph(family, name, graphs.computeIfAbsent(window, this::graph))
                : SpanSamples.ofSpans(family, name, series.computeIfAbsent(window, this::series));
    }

    private ServiceGraph graph(Window window) {
        return engine.graph(snapshot, new GraphRequest(null, window.startNanos(), window.endNanos()), context);
    }

    private List<SpanSeries> series(Window window) {
        return engine.spanSeries(
                snapshot, new SpanSeriesRequest(null, window.startNanos(), window.endNanos()), context);
    }

    /// Lets go of what was counted.
    void forget() {
        graphs.clear();
        series.clear();
    }
}
