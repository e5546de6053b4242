package io.rubato.server.internal.prometheus;

import io.rubato.server.internal.promql.Matcher;
import io.rubato.server.internal.promql.NativeHistogram;
import io.rubato.server.internal.promql.Sample;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/// What was counted as Prometheus' samples.
final class SpanSamples {
    private static final double SECOND = 1e9;

    private SpanSamples() {}

    /// The samples of one name of a family.
    static List<Sample> of(Family family, String name, SeriesTable table) {
        List<Sample> samples = new ArrayList<>();
        table.of(family).forEach((labels, counted) -> {
            switch (family.kind) {
                case COUNTER -> samples.add(sample(name, labels, (double) counted.count()));
                case HISTOGRAM -> histogram(family, name, labels, counted, samples);
            }
        });
        return samples;
    }

    private static void histogram(
            Family family, String name, SortedMap<String, String> labels, Counted counted, List<Sample> samples) {
        NativeBuckets exponential = counted.nativeBuckets();
        if (name.equals(family.title)) {
            if (exponential != null) {
                samples.add(Sample.of(sample(name, labels, 0).labels(), histogram(counted, exponential)));
            }
        } else if (name.endsWith("_count")) {
            samples.add(sample(name, labels, (double) counted.count()));
        } else if (name.endsWith("_sum")) {
            samples.add(sample(name, labels, counted.sumNanos() / SECOND));
        } else {
            counted.eachBucket((end, upTo, _) -> samples.add(bucket(name, labels, end, upTo)));
        }
    }

    private static NativeHistogram histogram(Counted counted, NativeBuckets buckets) {
        NativeBuckets.Scaled scaled = buckets.scaled();
        SortedMap<Integer, Double> counts = new TreeMap<>();
        scaled.counts().forEach((index, count) -> counts.put(index, (double) count));
        return new NativeHistogram(
                scaled.schema(), counts, buckets.zeros(), counted.count(), counted.sumNanos() / SECOND);
    }

    private static Sample bucket(String name, SortedMap<String, String> labels, String bound, long value) {
        SortedMap<String, String> more = new TreeMap<>(labels);
        more.put("le", bound);
        return sample(name, more, (double) value);
    }

    private static Sample sample(String name, SortedMap<String, String> labels, double value) {
        SortedMap<String, String> all = new TreeMap<>(labels);
        all.put(Matcher.NAME, name);
        return new Sample(all, value);
    }
}
