package io.rubato.query.internal.graph;

import java.util.Arrays;

/// Says which interval of a range that is cut a time is in. Not thread-safe.
final class Intervals {
    private final long[] cuts;
    private long from = 1;
    private long to;
    private int last;

    Intervals(long[] cuts) {
        this.cuts = cuts;
    }

    int at(long nanos) {
        // Spans of a trace are close to one another.
        if (nanos < from || nanos >= to) {
            int found = Arrays.binarySearch(cuts, nanos);
            last = found >= 0 ? found + 1 : ~found;
            from = last == 0 ? Long.MIN_VALUE : cuts[last - 1];
            to = last == cuts.length ? Long.MAX_VALUE : cuts[last];
        }
        return last;
    }
}
