package io.rubato.query;

import java.util.Comparator;
import java.util.List;

/// Which part of a [Breakdown] something is.
///
/// @param interval number of the interval; 0 for the first
/// @param values of the dimensions, empty where a span has none; of a call those of the caller's span, then those of
/// the
///     called one
public record Slice(int interval, List<String> values) implements Comparable<Slice> {
    /// The only one of no breakdown.
    public static final Slice WHOLE = new Slice(0, List.of());

    private static final Comparator<Slice> ORDER =
            Comparator.comparingInt(Slice::interval).thenComparing(Slice::values, Slice::compare);

    private static int compare(List<String> a, List<String> b) {
        for (int i = 0; i < Math.min(a.size(), b.size()); i++) {
            int order = a.get(i).compareTo(b.get(i));
            if (order != 0) {
                return order;
            }
        }
        return Integer.compare(a.size(), b.size());
    }

    @Override
    public int compareTo(Slice other) {
        return ORDER.compare(this, other);
    }
}
