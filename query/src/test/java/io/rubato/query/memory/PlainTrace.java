package io.rubato.query.memory;

import io.rubato.storage.model.TraceId;
import java.util.Arrays;
import java.util.List;

/// A whole trace. Span ids are distinct.
public record PlainTrace(TraceId id, List<PlainSpan> spans) {
    /// The index of each span's parent or -1; the earliest span of a cycle has none.
    public int[] parents() {
        int[] parents = new int[spans.size()];
        for (int i = 0; i < parents.length; i++) {
            parents[i] = -1;
            for (int j = 0; j < parents.length; j++) {
                if (spans.get(i).parentId() != 0
                        && spans.get(j).spanId() == spans.get(i).parentId()) {
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
            earliest = compare(i, earliest) < 0 ? i : earliest;
        }
        parents[earliest] = -1;
    }

    /// Orders spans by start, then id.
    public int compare(int a, int b) {
        int byStart = Long.compare(spans.get(a).start(), spans.get(b).start());
        return byStart != 0
                ? byStart
                : Long.compareUnsigned(spans.get(a).spanId(), spans.get(b).spanId());
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
