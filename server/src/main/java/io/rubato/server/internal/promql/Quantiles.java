package io.rubato.server.internal.promql;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.SortedMap;
import java.util.TreeMap;

/// `histogram_quantile` as Prometheus computes it: by the buckets, and within them along a straight line.
/// Source: `bucketQuantile` in <https://github.com/prometheus/prometheus/blob/main/promql/quantile.go>
final class Quantiles {
    private Quantiles() {}

    static List<Sample> of(double fraction, List<Sample> buckets) {
        Map<SortedMap<String, String>, NavigableMap<Double, Double>> histograms = new LinkedHashMap<>();
        List<Sample> quantiles = new ArrayList<>();
        for (Sample bucket : buckets) {
            NativeHistogram exponential = bucket.histogram();
            if (exponential != null) {
                quantiles.add(new Sample(bucket.unnamed(), exponential.quantile(fraction)));
                continue;
            }
            String bound = bucket.labels().get("le");
            if (bound != null) {
                histograms
                        .computeIfAbsent(bucket.labels(true, List.of("le")), labels -> new TreeMap<>())
                        .merge(
                                bound.equals("+Inf") ? Double.POSITIVE_INFINITY : Double.parseDouble(bound),
                                bucket.value(),
                                Double::sum);
            }
        }
        histograms.forEach((labels, histogram) -> quantiles.add(new Sample(labels, of(fraction, histogram))));
        return quantiles;
    }

    private static double of(double fraction, NavigableMap<Double, Double> histogram) {
        double total = histogram.lastEntry().getValue();
        if (fraction < 0 || fraction > 1) {
            return fraction < 0 ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
        }
        if (Double.isNaN(fraction)
                || histogram.lastKey() != Double.POSITIVE_INFINITY
                || histogram.size() < 2
                || total == 0) {
            return Double.NaN;
        }
        double rank = fraction * total;
        double start = 0;
        double before = 0;
        for (Map.Entry<Double, Double> bucket : histogram.entrySet()) {
            if (bucket.getValue() >= rank) {
                double end = bucket.getKey();
                return end == Double.POSITIVE_INFINITY
                        ? histogram.lowerKey(end)
                        : start + (end - start) * (rank - before) / (bucket.getValue() - before);
            }
            start = bucket.getKey();
            before = bucket.getValue();
        }
        return start;
    }
}
