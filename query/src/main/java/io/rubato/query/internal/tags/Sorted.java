package io.rubato.query.internal.tags;

import io.rubato.query.internal.scan.Partial;
import java.util.Comparator;
import java.util.SortedSet;
import java.util.TreeSet;

/// The first few of a sorted set, and what it took to find them.
///
/// @param limit at most so many; 0 for all
record Sorted<T>(int limit, Comparator<T> order, SortedSet<T> values, long inspectedBytes)
        implements Partial<Sorted<T>> {
    static <T> Sorted<T> none(int limit, Comparator<T> order) {
        return new Sorted<>(limit, order, new TreeSet<>(order), 0);
    }

    /// Whether a value is new and among the first.
    boolean admits(T value) {
        boolean full = limit > 0 && values.size() >= limit;
        return !(full && order.compare(value, values.last()) >= 0) && !values.contains(value);
    }

    @Override
    public Sorted<T> merge(Sorted<T> other) {
        long bytes = inspectedBytes + other.inspectedBytes;
        TreeSet<T> merged = null;
        for (T value : other.values) {
            if (admits(value)) {
                merged = merged == null ? new TreeSet<>(values) : merged;
                merged.add(value);
            }
        }
        while (merged != null && limit > 0 && merged.size() > limit) {
            merged.removeLast();
        }
        return new Sorted<>(limit, order, merged == null ? values : merged, bytes);
    }
}
