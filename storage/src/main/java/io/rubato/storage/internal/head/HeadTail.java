package io.rubato.storage.internal.head;

import io.rubato.storage.scan.Bits;

/// Which traces of a head got spans late in its life.
public final class HeadTail {
    private HeadTail() {}

    /// The traces with a row from `firstRow` on, those of more than `maxSpans` spans left out. The head
    /// takes no more spans.
    public static Bits tracesSince(Head head, int firstRow, int maxSpans) {
        Bits traces = new Bits(head.published().traces());
        for (int row = firstRow; row < head.published().rows(); row++) {
            int trace = head.traceNumbers.get(row);
            if (trace != Head.DEAD && !traces.get(trace) && hasAtMost(head, trace, maxSpans)) {
                traces.set(trace);
            }
        }
        return traces;
    }

    private static boolean hasAtMost(Head head, int trace, int maxSpans) {
        int count = 0;
        for (int row = head.traces.lastRow(trace); row >= 0; row = head.previousRows.get(row)) {
            if (++count > maxSpans) {
                return false;
            }
        }
        return true;
    }
}
