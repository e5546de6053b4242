package io.rubato.server.internal.metrics;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/// All figures of the process. A series exists from its first use; asking for it again gives the same one. Safe for
/// concurrent use.
public final class Registry {
    private final Map<String, Family<Counter>> counters = new ConcurrentSkipListMap<>();
    private final Map<String, Family<Histogram>> histograms = new ConcurrentSkipListMap<>();
    private final Loops loops = new Loops();
    private final List<Consumer<PrometheusText>> sources = new CopyOnWriteArrayList<>();
    private final List<BiConsumer<String, PrometheusText>> tenantSources = new CopyOnWriteArrayList<>();

    /// The loops of the process.
    public Loops loops() {
        return loops;
    }

    public Counter counter(String name, String help, Labels labels) {
        return counters.computeIfAbsent(name, ignored -> new Family<>(help))
                .series
                .computeIfAbsent(labels, ignored -> new Counter());
    }

    public Histogram histogram(String name, String help, Labels labels) {
        return histograms
                .computeIfAbsent(name, ignored -> new Family<>(help))
                .series
                .computeIfAbsent(labels, ignored -> new Histogram());
    }

    /// Adds figures that are read when somebody asks.
    public void source(Consumer<PrometheusText> source) {
        sources.add(source);
    }

    /// Adds figures of tenants, which are told only to who names those tenants.
    ///
    /// @param source given the tenants as a request names them
    public void tenantSource(BiConsumer<String, PrometheusText> source) {
        tenantSources.add(source);
    }

    /// The figures of some tenants, and nothing else.
    public String tenantText(String tenants, boolean openMetrics) {
        PrometheusText text = new PrometheusText(openMetrics);
        tenantSources.forEach(source -> source.accept(tenants, text));
        return text.toString();
    }

    /// The values of every series of a counter, by its labels' text.
    public Map<String, Long> values(String counter) {
        Map<String, Long> values = new ConcurrentSkipListMap<>();
        Family<Counter> family = counters.get(counter);
        if (family != null) {
            family.series.forEach((labels, each) -> values.put(labels.text(), each.value()));
        }
        return values;
    }

    /// Everything as Prometheus text.
    public String text() {
        return text(false);
    }

    /// Everything as Prometheus text or as OpenMetrics.
    public String text(boolean openMetrics) {
        PrometheusText text = new PrometheusText(openMetrics);
        counters.forEach((name, family) -> {
            text.family(name, "counter", family.help);
            family.series.forEach((labels, counter) -> text.sample(name, labels, counter.value()));
        });
        histograms.forEach((name, family) -> {
            text.family(name, "histogram", family.help);
            family.series.forEach((labels, histogram) -> histogram.write(text, name, labels));
        });
        sources.forEach(source -> source.accept(text));
        return text.toString();
    }

    private static final class Family<T> {
        final String help;
        final Map<Labels, T> series = new ConcurrentHashMap<>();

        Family(String help) {
            this.help = help;
        }
    }
}
