package io.rubato.query.internal.search;

import io.rubato.query.internal.scan.Morsel;
import io.rubato.query.internal.search.BoundSearch.OpenBatch;
import io.rubato.query.internal.value.Value;
import io.rubato.storage.model.TraceId;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A trace that matched. Orders the greatest rank first, equal ranks by trace id.
///
/// @param rank what traces are ordered by: the start, unless the search says otherwise
/// @param trace its number in the batch
/// @param sets its spansets
/// @param open its batch, where batches are kept open
record Candidate(
        TraceId id,
        long rank,
        Morsel morsel,
        int trace,
        List<Found> sets,
        @Nullable OpenBatch open) implements Comparable<Candidate> {
    /// One spanset.
    ///
    /// @param rows the first matching spans by start
    /// @param matched how many matched in all
    @SuppressWarnings("ArrayRecordComponent")
    record Found(int[] rows, int matched, Map<String, Value> attributes) {
        /// Roughly.
        long bytes() {
            return 100 + 4L * rows.length + 100L * attributes.size();
        }
    }

    /// Roughly, without the batch.
    long bytes() {
        return 100 + sets.stream().mapToLong(Found::bytes).sum();
    }

    Candidate with(List<Found> found, @Nullable OpenBatch kept) {
        return new Candidate(id, rank, morsel, trace, found, kept);
    }

    @Override
    public int compareTo(Candidate other) {
        int byRank = Long.compare(other.rank, rank);
        return byRank != 0 ? byRank : id.compareTo(other.id);
    }
}
