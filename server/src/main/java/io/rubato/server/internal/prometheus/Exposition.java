package io.rubato.server.internal.prometheus;

import io.rubato.query.Exemplar;
import io.rubato.server.internal.metrics.Labels;
import io.rubato.server.internal.metrics.PrometheusText;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Running counters for scrapers.
record Exposition(RunningSeries series) implements Consumer<PrometheusText> {
    private static final double SECOND = 1e9;

    @Override
    public void accept(PrometheusText text) {
        for (Family family : Family.values()) {
            boolean histogram = family.kind == Family.Kind.HISTOGRAM;
            text.family(family.title, histogram ? "histogram" : "counter", family.help);
            for (RunningSeries.Shown shown : series.scrape(family)) {
                Labels labels = labels(shown.labels());
                if (histogram) {
                    histogram(text, family, labels, shown);
                } else {
                    text.sample(family.title, labels, shown.count());
                }
            }
        }
        text.single("rubato_span_metrics_series", "gauge", "Label sets of running counters.", (long) series.size());
        text.single(
                "rubato_span_metrics_overflows_total",
                "counter",
                "Times that a label set was one too many.",
                series.overflows());
        text.single("rubato_span_metrics_spans_total", "counter", "Spans counted.", series.spans());
    }

    private static void histogram(PrometheusText text, Family family, Labels labels, RunningSeries.Shown shown) {
        long[] bounds = family.boundsNanos();
        Exemplar exemplar = shown.exemplar();
        for (int i = 0; i <= bounds.length; i++) {
            boolean last = i == bounds.length;
            boolean inside = exemplar != null
                    && (last || exemplar.durationNanos() <= bounds[i])
                    && (i == 0 || exemplar.durationNanos() > bounds[i - 1]);
            text.sample(
                    family.title + "_bucket",
                    labels.and("le", last ? "+Inf" : PromJson.number(bounds[i] / SECOND)),
                    last ? shown.count() : shown.buckets()[i],
                    inside ? text(exemplar) : "");
        }
        text.sample(family.title + "_sum", labels, shown.sumNanos() / SECOND);
        text.sample(family.title + "_count", labels, shown.count());
    }

    private static String text(@Nullable Exemplar exemplar) {
        return exemplar == null
                ? ""
                : " # {trace_id=\"" + exemplar.traceId().hex() + "\"} "
                        + PromJson.number(exemplar.durationNanos() / SECOND) + " "
                        + PromJson.number(Math.floorDiv(exemplar.endNanos(), 1_000_000) / 1e3);
    }

    private static Labels labels(Map<String, String> labels) {
        Labels all = Labels.NONE;
        for (Map.Entry<String, String> label : labels.entrySet()) {
            all = all.and(label.getKey(), label.getValue());
        }
        return all;
    }
}
