package io.rubato.server.internal.prometheus;

import io.rubato.query.QueryContext;
import io.rubato.query.QueryEngine;
import io.rubato.server.internal.prometheus.SlidingWindow.What;
import io.rubato.storage.Snapshot;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Counts the spans that start in windows of time before each of some times. Not thread-safe.
final class SpanWindows {
    private final Snapshot snapshot;
    private final QueryEngine engine;
    private final QueryContext context;
    private final SeriesLabels labels;
    private final long[] times;
    private final boolean sizes;
    private final Map<Asked, SlidingWindow> windows = new HashMap<>();

    /// @param times Unix nanoseconds, in order
    /// @param sizes whether the bytes of spans matter, or only that there are some
    SpanWindows(
            Snapshot snapshot,
            QueryEngine engine,
            QueryContext context,
            SeriesLabels labels,
            long[] times,
            boolean sizes) {
        this.snapshot = snapshot;
        this.engine = engine;
        this.context = context;
        this.labels = labels;
        this.times = times;
        this.sizes = sizes;
    }

    private record Asked(What what, long rangeNanos) {}

    /// The series that meet all conditions, with what was counted in the window of that length before one of the times.
    /// The times are asked for in order.
    List<Sample> select(List<Matcher> matchers, long rangeNanos, int step) {
        List<Sample> found = new ArrayList<>();
        for (Family family : Family.values()) {
            for (String name : family.names()) {
                if (named(matchers, name)) {
                    SpanSamples.of(family, name, table(family, rangeNanos, step)).stream()
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

    private SeriesTable table(Family family, long rangeNanos, int step) {
        What what = family.isOfGraph() ? What.CALLS : family == Family.SIZE && sizes ? What.SIZED_SPANS : What.SPANS;
        return windows.computeIfAbsent(
                        new Asked(what, rangeNanos),
                        asked -> new SlidingWindow(snapshot, engine, context, labels, what, rangeNanos, times))
                .at(step);
    }
}
