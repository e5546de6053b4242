package io.rubato.query.memory;

import io.rubato.storage.model.TraceId;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/// A whole trace. What broken trees mean is said in docs: of several spans with the id of a parent the earliest is
/// meant,
/// but never the span itself, and the earliest span of a cycle has no parent.
public record PlainTrace(TraceId id, List<PlainSpan> spans) {
    private static final Comparator<PlainSpan> EARLIEST = Comparator.comparingLong(PlainSpan::start)
            .thenComparing(PlainSpan::duration, Comparator.reverseOrder())
            .thenComparingLong(PlainSpan::spanId)
            .thenComparingLong(PlainSpan::parentId);

    /// The index of each span's parent or -1.
    public int[] parents() {
        int[] parents = new int[spans.size()];
        for (int i = 0; i < parents.length; i++) {
            parents[i] = -1;
            for (int j = 0; j < parents.length; j++) {
                if (i != j
                        && spans.get(i).parentId() != 0
                        && spans.get(j).spanId() == spans.get(i).parentId()
                        && (parents[i] < 0 || EARLIEST.compare(spans.get(j), spans.get(parents[i])) < 0)) {
                    parents[i] = j;
                }
            }
        }
        for (int i = 0; i < parents.length; i++) {
            breakCycle(parents, i);
        }
        return parents;
    }

    private void breakCycle(int[] parents, int from) {
        int at = from;
        for (int steps = 0; at >= 0 && steps <= parents.length; steps++) {
            at = parents[at];
        }
        if (at < 0) {
            return;
        }
        int earliest = at;
        for (int i = parents[at]; i != at; i = parents[i]) {
            earliest = EARLIEST.compare(spans.get(i), spans.get(earliest)) < 0 ? i : earliest;
        }
        parents[earliest] = -1;
    }

    /// Orders spans by start, then id; the rest tells spans of one id apart.
    public int compare(int a, int b) {
        return Comparator.comparingLong(PlainSpan::start)
                .thenComparing(PlainSpan::spanId, Long::compareUnsigned)
                .thenComparing(PlainSpan::duration, Comparator.reverseOrder())
                .thenComparing(PlainSpan::parentId, Long::compareUnsigned)
                .compare(spans.get(a), spans.get(b));
    }

    public long start() {
        return spans.stream().mapToLong(PlainSpan::start).min().orElseThrow();
    }

    public long end() {
        return spans.stream()
                .mapToLong(span -> span.start() + Math.max(0, span.duration()))
                .max()
                .orElseThrow();
    }

    /// The index of the earliest span without a parent id, or -1.
    public int root() {
        return Arrays.stream(ordered())
                .filter(i -> spans.get(i).parentId() == 0)
                .findFirst()
                .orElse(-1);
    }

    /// Indices by start, then id.
    public int[] ordered() {
        Integer[] order = new Integer[spans.size()];
        Arrays.setAll(order, i -> i);
        Arrays.sort(order, this::compare);
        return Arrays.stream(order).mapToInt(Integer::intValue).toArray();
    }
}
