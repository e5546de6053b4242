package io.rubato.server.internal.promql;

import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// One series at one moment. Labels are not to be changed.
///
/// @param histogram of a series of native histograms; its value is NaN then
public record Sample(
        SortedMap<String, String> labels,
        double value,
        @Nullable NativeHistogram histogram) {
    public Sample(SortedMap<String, String> labels, double value) {
        this(labels, value, null);
    }

    public static Sample of(SortedMap<String, String> labels, NativeHistogram histogram) {
        return new Sample(labels, Double.NaN, histogram);
    }

    /// A number as a series without labels.
    static List<Sample> scalar(double value) {
        return List.of(new Sample(new TreeMap<>(), value));
    }

    /// Its labels but for some and for its name, or only some.
    SortedMap<String, String> labels(boolean without, List<String> names) {
        SortedMap<String, String> kept = new TreeMap<>(labels);
        kept.keySet().removeIf(name -> names.contains(name) == without || (without && name.equals(Matcher.NAME)));
        return kept;
    }

    /// Its labels but for its name.
    SortedMap<String, String> unnamed() {
        return labels(true, List.of());
    }

    Sample withValue(double other) {
        return new Sample(labels, other);
    }
}
