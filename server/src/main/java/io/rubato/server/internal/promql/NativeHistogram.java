package io.rubato.server.internal.promql;

import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/// A native histogram without negative observations. Not to be changed.
/// Source: <https://prometheus.io/docs/specs/native_histograms/>
///
/// @param schema a bucket ends at 2 to its index times 2 to the minus schema
/// @param zeros observations of zero, up to [#ZERO_THRESHOLD]
public record NativeHistogram(int schema, SortedMap<Integer, Double> buckets, double zeros, double count, double sum) {
    /// The least that Prometheus' own library tells from zero.
    public static final double ZERO_THRESHOLD = 0x1p-128;

    NativeHistogram times(double factor) {
        SortedMap<Integer, Double> scaled = new TreeMap<>();
        buckets.forEach((index, value) -> scaled.put(index, value * factor));
        return new NativeHistogram(schema, scaled, zeros * factor, count * factor, sum * factor);
    }

    /// In the coarser of both resolutions.
    NativeHistogram plus(NativeHistogram other) {
        int common = Math.min(schema, other.schema);
        SortedMap<Integer, Double> all = new TreeMap<>(inSchema(common));
        other.inSchema(common).forEach((index, value) -> all.merge(index, value, Double::sum));
        return new NativeHistogram(common, all, zeros + other.zeros, count + other.count, sum + other.sum);
    }

    private SortedMap<Integer, Double> inSchema(int wanted) {
        SortedMap<Integer, Double> wider = new TreeMap<>();
        int factor = 1 << (schema - wanted);
        buckets.forEach((index, value) -> wider.merge(Math.ceilDiv(index, factor), value, Double::sum));
        return wider;
    }

    /// Where a bucket ends.
    public double end(int index) {
        return Math.pow(2, Math.scalb((double) index, -schema));
    }

    /// Along a straight line within a bucket, as Prometheus up to 2.x does.
    double quantile(double fraction) {
        if (fraction < 0 || fraction > 1) {
            return fraction < 0 ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
        }
        if (count == 0 || Double.isNaN(fraction)) {
            return Double.NaN;
        }
        double rank = fraction * count;
        double upTo = zeros;
        if (zeros > 0 && upTo >= rank) {
            return ZERO_THRESHOLD * (rank / zeros);
        }
        double highest = ZERO_THRESHOLD;
        for (Map.Entry<Integer, Double> bucket : buckets.entrySet()) {
            double own = bucket.getValue();
            double low = end(bucket.getKey() - 1);
            highest = end(bucket.getKey());
            if (upTo + own >= rank) {
                return low + (highest - low) * ((rank - upTo) / own);
            }
            upTo += own;
        }
        return highest;
    }

    /// Which fraction of the observations is between two values.
    double fraction(double lower, double upper) {
        if (count == 0 || Double.isNaN(lower) || Double.isNaN(upper)) {
            return Double.NaN;
        }
        return lower >= upper ? 0 : (rank(upper) - rank(lower)) / count;
    }

    private double rank(double value) {
        if (value <= 0) {
            return 0;
        }
        double upTo = value >= ZERO_THRESHOLD ? zeros : zeros * value / ZERO_THRESHOLD;
        for (Map.Entry<Integer, Double> bucket : buckets.entrySet()) {
            double low = end(bucket.getKey() - 1);
            double high = end(bucket.getKey());
            if (value <= low) {
                return upTo;
            }
            upTo += bucket.getValue() * Math.min(1, (value - low) / (high - low));
        }
        return upTo;
    }
}
