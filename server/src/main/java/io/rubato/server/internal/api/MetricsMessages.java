package io.rubato.server.internal.api;

import io.rubato.query.MetricsResult;
import io.rubato.query.MetricsSeries;
import io.rubato.server.internal.api.MessageWriter.Jobs;
import io.rubato.storage.DamagedException;
import java.util.Iterator;
import java.util.List;
import java.util.function.Consumer;

/// An answer as messages tempopb.QueryRangeResponse or tempopb.QueryInstantResponse.
final class MetricsMessages {
    private MetricsMessages() {}

    /// @param damage what could not be read
    /// @param instant whether each series is one number; then all are in one message, for the last one counts
    static void write(
            MetricsResult result,
            List<DamagedException> damage,
            Jobs jobs,
            boolean instant,
            Consumer<byte[]> messages) {
        Iterator<MetricsSeries> series = result.series().iterator();
        do {
            MessageWriter out = new MessageWriter();
            while (series.hasNext() && (instant || out.size() < SearchMessages.LARGEST)) {
                MetricsSeries one = series.next();
                out.message(1, () -> series(out, one, instant));
            }
            out.metrics(2, result.metrics(), jobs);
            if (!series.hasNext()) {
                out.number(3, MetricsJson.isPartial(result, damage) ? 1 : 0);
                out.text(4, MetricsJson.message(result, damage));
            }
            messages.accept(out.bytes());
        } while (series.hasNext());
    }

    private static void series(MessageWriter out, MetricsSeries series, boolean instant) {
        out.attributes(1, series.labels());
        if (instant) {
            out.real(2, series.samples().getFirst().value());
            return;
        }
        series.samples()
                .forEach(sample -> out.message(2, () -> {
                    out.real(1, sample.value());
                    out.number(2, sample.timestampMillis());
                }));
        series.exemplars()
                .forEach(exemplar -> out.message(4, () -> {
                    out.attributes(1, MetricsJson.labels(exemplar));
                    out.real(2, exemplar.value());
                    out.number(3, exemplar.timestampMillis());
                }));
    }
}
