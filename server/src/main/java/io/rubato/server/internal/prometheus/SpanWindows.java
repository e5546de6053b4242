package io.rubato.server.internal.prometheus;

import io.rubato.query.QueryContext;
import io.rubato.query.QueryEngine;
import io.rubato.server.internal.prometheus.SlidingWindow.What;
import io.rubato.server.internal.promql.Matcher;
import io.rubato.server.internal.promql.Sample;
import io.rubato.server.internal.promql.SeriesSource;
import io.rubato.server.internal.promql.Steps;
import io.rubato.storage.Snapshot;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Counts the spans that start in windows of time before each of some steps. Not thread-safe.
final class SpanWindows implements SeriesSource {
    /// What says that this server is there: always 1.
    static final Sample UP =
            new Sample(new TreeMap<>(Map.of(Matcher.NAME, "up", "job", "rubato", "instance", "rubato")), 1);

    private final Snapshot snapshot;
    private final QueryEngine engine;
    private final QueryContext context;
    private final SeriesLabels labels;
    private final boolean sizes;

    /// By the identity of steps: those that are equal may be asked for at another pace.
    private final Map<Steps, Map<Asked, SlidingWindow>> windows = new HashMap<>();

    /// @param sizes whether the bytes of spans matter, or only that there are some
    SpanWindows(Snapshot snapshot, QueryEngine engine, QueryContext context, SeriesLabels labels, boolean sizes) {
        this.snapshot = snapshot;
        this.engine = engine;
        this.context = context;
        this.labels = labels;
        this.sizes = sizes;
    }

    private record Asked(What what, long rangeNanos, boolean exponential) {}

    private record Named(Family family, String name) {}

    @Override
    public Counts counts(List<Matcher> matchers, long rangeNanos, Steps steps) {
        List<Named> names = new ArrayList<>();
        for (Family family : Family.values()) {
            for (String name : family.names()) {
                if (named(matchers, name)) {
                    names.add(new Named(family, name));
                }
            }
            // Native histograms are for who asks for them.
            if (family.kind == Family.Kind.HISTOGRAM && exactly(matchers, family.title)) {
                names.add(new Named(family, family.title));
            }
        }
        return step -> {
            List<Sample> found = new ArrayList<>();
            for (Named one : names) {
                boolean exponential = one.name.equals(one.family.title) && one.family.kind == Family.Kind.HISTOGRAM;
                SeriesTable table =
                        window(one.family, rangeNanos, steps, exponential).at(step);
                add(SpanSamples.of(one.family, one.name, table), matchers, found);
            }
            add(List.of(UP), matchers, found);
            return found;
        };
    }

    private static void add(List<Sample> samples, List<Matcher> matchers, List<Sample> found) {
        samples.stream()
                .filter(sample -> matchers.stream().allMatch(matcher -> matcher.matches(sample.labels())))
                .forEach(found::add);
    }

    private static boolean named(List<Matcher> matchers, String name) {
        return matchers.stream()
                .filter(matcher -> matcher.label().equals(Matcher.NAME))
                .allMatch(matcher -> matcher.matches(name));
    }

    private static boolean exactly(List<Matcher> matchers, String name) {
        return named(matchers, name)
                && matchers.stream()
                        .anyMatch(matcher -> matcher.label().equals(Matcher.NAME)
                                && matcher.operator().equals("=")
                                && matcher.value().equals(name));
    }

    private SlidingWindow window(Family family, long rangeNanos, Steps steps, boolean exponential) {
        What what = family.isOfGraph() ? What.CALLS : family == Family.SIZE && sizes ? What.SIZED_SPANS : What.SPANS;
        return windows.computeIfAbsent(steps, same -> new HashMap<>())
                .computeIfAbsent(
                        new Asked(what, rangeNanos, exponential),
                        asked -> new SlidingWindow(
                                snapshot, engine, context, labels, what, exponential, rangeNanos, steps.times()));
    }
}
