package io.rubato.query.internal.search;

import io.rubato.query.internal.scan.Bindings;
import io.rubato.query.internal.scan.Partial;
import io.rubato.query.internal.search.BoundSearch.OpenBatch;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;

/// The first matching traces of some batches, and what it took to find them.
///
/// @param traces in order, at most `limit`
/// @param matches how many traces match
record SearchPartial(
        int limit, List<Candidate> traces, long matches, long inspectedTraces, long inspectedSpans, long inspectedBytes)
        implements Partial<SearchPartial> {
    /// A batch has about 8,192, and takes a few megabytes when it is open.
    private static final long MOST_OPEN_ROWS = 64 * 8_192;

    static SearchPartial none(int limit) {
        return new SearchPartial(limit, List.of(), 0, 0, 0, 0);
    }

    /// The same, found by looking at so much.
    SearchPartial and(long inspected, long spans, long bytes) {
        return new SearchPartial(limit, traces, matches, inspected, spans, bytes);
    }

    /// The memory that the traces take, roughly.
    long bytes() {
        return traces.stream().mapToLong(Candidate::bytes).sum();
    }

    /// The same, with the batches that are kept open.
    long heldBytes() {
        Set<OpenBatch> open = Collections.newSetFromMap(new IdentityHashMap<>());
        traces.forEach(trace -> {
            if (trace.open() != null) {
                open.add(trace.open());
            }
        });
        long rows =
                open.stream().mapToLong(batch -> batch.scope().batch().rows()).sum();
        return bytes() + Bindings.ROW_BYTES * rows;
    }

    boolean isFull() {
        return traces.size() >= limit;
    }

    /// Whether a trace of that rank can still be among the first.
    boolean admits(long rank) {
        return !isFull() || (limit > 0 && rank >= traces.getLast().rank());
    }

    @Override
    public SearchPartial merge(SearchPartial other) {
        return new SearchPartial(
                limit,
                newest(other.traces),
                matches + other.matches,
                inspectedTraces + other.inspectedTraces,
                inspectedSpans + other.inspectedSpans,
                inspectedBytes + other.inspectedBytes);
    }

    private List<Candidate> newest(List<Candidate> more) {
        if (traces.isEmpty()) {
            return more;
        }
        List<Candidate> merged = new ArrayList<>(Math.min(limit, traces.size() + more.size()));
        int a = 0;
        int b = 0;
        while (merged.size() < limit && (a < traces.size() || b < more.size())) {
            boolean first =
                    b == more.size() || (a < traces.size() && traces.get(a).compareTo(more.get(b)) <= 0);
            merged.add(first ? traces.get(a++) : more.get(b++));
        }
        return withinMemory(merged);
    }

    /// Lets go of open batches of the last traces when they are too many.
    private static List<Candidate> withinMemory(List<Candidate> traces) {
        Set<OpenBatch> open = Collections.newSetFromMap(new IdentityHashMap<>());
        long rows = 0;
        for (int i = 0; i < traces.size(); i++) {
            OpenBatch batch = traces.get(i).open();
            if (batch == null || open.contains(batch)) {
                continue;
            }
            rows += batch.scope().batch().rows();
            if (rows > MOST_OPEN_ROWS) {
                traces.set(i, traces.get(i).with(traces.get(i).sets(), null));
            } else {
                open.add(batch);
            }
        }
        return traces;
    }
}
