package io.rubato.query.internal.search;

import io.rubato.query.internal.eval.BatchScope;
import io.rubato.query.internal.scan.Morsel;
import io.rubato.query.internal.value.Value;
import io.rubato.storage.model.TraceId;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A trace that matched. Orders the newest first, equal starts by trace id.
///
/// @param trace its number in the batch
/// @param sets its spansets
/// @param open its batch, where batches are kept open
record Candidate(
        TraceId id,
        long start,
        Morsel morsel,
        int trace,
        List<Found> sets,
        @Nullable BatchScope open) implements Comparable<Candidate> {
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

    Candidate with(List<Found> found, @Nullable BatchScope scope) {
        return new Candidate(id, start, morsel, trace, found, scope);
    }

    @Override
    public int compareTo(Candidate other) {
        int byStart = Long.compare(other.start, start);
        return byStart != 0 ? byStart : id.compareTo(other.id);
    }
}
