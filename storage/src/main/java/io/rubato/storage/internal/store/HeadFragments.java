package io.rubato.storage.internal.store;

import java.util.BitSet;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;

/// Which traces of a head have spans in older heads or blocks, as far as that was looked up. Guarded by
/// [Fragments].
final class HeadFragments {
    private final BitSet late = new BitSet();

    /// Traces that had spans here before the rest of them was carried over from an older head: not guarded.
    private final Set<Integer> halves = ConcurrentHashMap.newKeySet();

    private int checked;

    /// Traces below this number were looked up.
    int checked() {
        return checked;
    }

    void checked(int traces) {
        checked = traces;
    }

    void addLate(int trace) {
        late.set(trace);
    }

    /// Says that a trace is in an older head too, which is about to be hidden there. Safe for concurrent use.
    void addHalf(int trace) {
        halves.add(trace);
    }

    /// Counts halves among the late.
    void addHalves() {
        halves.forEach(late::set);
    }

    boolean isLate(int trace) {
        return late.get(trace);
    }

    int lateCount() {
        return late.cardinality();
    }

    IntStream late() {
        return late.stream();
    }
}
