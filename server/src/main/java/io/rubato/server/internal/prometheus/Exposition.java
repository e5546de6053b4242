package io.rubato.server.internal.prometheus;

import io.rubato.query.Exemplar;
import io.rubato.server.config.SpanMetricsSettings.Processor;
import io.rubato.server.internal.metrics.Labels;
import io.rubato.server.internal.metrics.PrometheusText;
import io.rubato.server.internal.promql.PromNumbers;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Running counters for scrapers.
///
/// @param processors what is shown
/// @param now when it is shown
record Exposition(RunningSeries series, Set<Processor> processors, Instant now) implements Consumer<PrometheusText> {
    private static final double SECOND = 1e9;

    @Override
    public void accept(PrometheusText text) {
        for (Family family : Family.values()) {
            if (!processors.contains(family.processor())) {
                continue;
            }
            boolean histogram = family.kind == Family.Kind.HISTOGRAM;
            text.family(family.title, histogram ? "histogram" : "counter", family.help);
            for (RunningSeries.Shown shown : series.scrape(family, now)) {
                Labels labels = labels(shown.labels());
                if (histogram) {
                    histogram(text, family, labels, shown.counted());
                } else {
                    text.sample(family.title, labels, shown.counted().count());
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

    private static void histogram(PrometheusText text, Family family, Labels labels, Counted counted) {
        counted.eachBucket((end, upTo, exemplar) ->
                text.sample(family.title + "_bucket", labels.and("le", end), upTo, text(exemplar)));
        text.sample(family.title + "_sum", labels, counted.sumNanos() / SECOND);
        text.sample(family.title + "_count", labels, counted.count());
    }

    private static String text(@Nullable Exemplar exemplar) {
        return exemplar == null
                ? ""
                : " # {trace_id=\"" + exemplar.traceId().hex() + "\"} "
                        + PromNumbers.text(exemplar.durationNanos() / SECOND) + " "
                        + PromNumbers.text(Math.floorDiv(exemplar.endNanos(), 1_000_000) / 1e3);
    }

    private static Labels labels(Map<String, String> labels) {
        Labels all = Labels.NONE;
        for (Map.Entry<String, String> label : labels.entrySet()) {
            all = all.and(label.getKey(), label.getValue());
        }
        return all;
    }
}
