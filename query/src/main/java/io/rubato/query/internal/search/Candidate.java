package io.rubato.query.internal.search;

import io.rubato.query.internal.eval.BatchScope;
import io.rubato.query.internal.scan.Morsel;
import io.rubato.storage.model.TraceId;
import org.jspecify.annotations.Nullable;

/// A trace that matched. Orders the newest first, equal starts by trace id.
///
/// @param trace its number in the batch
/// @param rows the first matching spans by start
/// @param matched how many matched in all
/// @param open its batch, where batches are kept open
@SuppressWarnings("ArrayRecordComponent")
record Candidate(
        TraceId id,
        long start,
        Morsel morsel,
        int trace,
        int[] rows,
        int matched,
        @Nullable BatchScope open) implements Comparable<Candidate> {
    @Override
    public int compareTo(Candidate other) {
        int byStart = Long.compare(other.start, start);
        return byStart != 0 ? byStart : id.compareTo(other.id);
    }
}
