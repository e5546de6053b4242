package io.rubato.query.internal.search;

import io.rubato.query.internal.eval.TraceFacts;
import io.rubato.query.internal.spanset.Spansets;
import io.rubato.storage.scan.Batch;
import io.rubato.storage.scan.Bits;
import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;

/// Picks the spans of spansets that an answer shows.
final class SetReader {
    private final Spansets sets;
    private final int spansPerSet;
    private final Allowance memory;

    SetReader(Spansets sets, int spansPerSet, Allowance memory) {
        this.sets = sets;
        this.spansPerSet = spansPerSet;
        this.memory = memory;
    }

    /// The spansets of a trace that are not empty.
    List<Candidate.Found> sets(int trace) {
        Batch batch = sets.batch().batch();
        int first = sets.first(trace);
        List<Earliest> found = new ArrayList<>();
        memory.take(100);
        for (int set = first; set < sets.first(trace + 1); set++) {
            memory.take(100);
            found.add(new Earliest(batch));
        }
        Bits rows = sets.rows();
        int to = batch.traceStarts()[trace + 1];
        for (int row = rows.next(batch.traceStarts()[trace]); row >= 0 && row < to; row = rows.next(row + 1)) {
            found.get(sets.isByTrace() ? 0 : sets.setOf()[row] - first).add(row);
        }
        List<Candidate.Found> result = new ArrayList<>();
        for (int i = 0; i < found.size(); i++) {
            if (found.get(i).matched > 0) {
                Candidate.Found one = found.get(i).found(first + i);
                memory.take(one.bytes() - 100);
                result.add(one);
            }
        }
        return result;
    }

    /// The earliest rows of one set.
    private final class Earliest {
        private final Batch batch;
        private final PriorityQueue<Integer> first;
        private int matched;

        Earliest(Batch batch) {
            this.batch = batch;
            this.first = new PriorityQueue<>(4, (a, b) -> TraceFacts.compare(batch, b, a));
        }

        void add(int row) {
            matched++;
            first.add(row);
            if (first.size() > spansPerSet) {
                first.remove();
            }
        }

        Candidate.Found found(int set) {
            int[] rows = first.stream()
                    .sorted((a, b) -> TraceFacts.compare(batch, a, b))
                    .mapToInt(Integer::intValue)
                    .toArray();
            return new Candidate.Found(rows, matched, sets.attributes(set));
        }
    }
}
