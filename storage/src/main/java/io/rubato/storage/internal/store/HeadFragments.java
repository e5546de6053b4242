package io.rubato.storage.internal.store;

import java.util.BitSet;

/// Which traces of a head have spans in older heads or blocks, as far as that was looked up. Guarded by
/// [Fragments].
final class HeadFragments {
    private final BitSet late = new BitSet();
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

    boolean isLate(int trace) {
        return late.get(trace);
    }
}
