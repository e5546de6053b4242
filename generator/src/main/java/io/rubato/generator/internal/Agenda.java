package io.rubato.generator.internal;

import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// What is to be done when, the earliest first: a heap with four children a node, for most entries are
/// taken out soon and the heap is large. Not safe for use by several threads.
final class Agenda<T> {
    static final long NEVER = Long.MAX_VALUE;
    private static final int CHILDREN_SHIFT = 2;

    private long[] times = new long[64];
    private @Nullable Object[] items = new Object[64];
    private int size;

    int size() {
        return size;
    }

    /// When the earliest entry is due, [#NEVER] if there is none.
    long next() {
        return size == 0 ? NEVER : times[0];
    }

    void add(long time, T item) {
        if (size == times.length) {
            times = Arrays.copyOf(times, 2 * size);
            items = Arrays.copyOf(items, 2 * size);
        }
        int at = size++;
        while (at > 0) {
            int parent = (at - 1) >> CHILDREN_SHIFT;
            if (times[parent] <= time) {
                break;
            }
            times[at] = times[parent];
            items[at] = items[parent];
            at = parent;
        }
        times[at] = time;
        items[at] = item;
    }

    /// Takes the earliest entry out. There must be one.
    @SuppressWarnings("unchecked")
    T take() {
        Object first = Objects.requireNonNull(items[0]);
        int last = --size;
        long time = times[last];
        Object item = items[last];
        items[last] = null;
        if (last > 0) {
            sink(time, item);
        }
        return (T) first;
    }

    private void sink(long time, @Nullable Object item) {
        int at = 0;
        for (int child = 1; child < size; child = (at << CHILDREN_SHIFT) + 1) {
            int earliest = child;
            for (int other = child + 1; other < Math.min(child + 4, size); other++) {
                if (times[other] < times[earliest]) {
                    earliest = other;
                }
            }
            if (times[earliest] >= time) {
                break;
            }
            times[at] = times[earliest];
            items[at] = items[earliest];
            at = earliest;
        }
        times[at] = time;
        items[at] = item;
    }
}
