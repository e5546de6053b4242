package io.rubato.query;

import io.rubato.storage.model.TraceId;
import org.jspecify.annotations.Nullable;

/// What a search can do beyond Tempo's.
///
/// @param order which traces come first
/// @param after only traces after this one in that order, or null for all
/// @param countAll whether to count all traces that match; then all batches are visited
public record SearchOptions(Order order, @Nullable Cursor after, boolean countAll) {
    /// The newest first, like Tempo.
    public static final SearchOptions USUAL = new SearchOptions(Order.NEWEST, null, false);

    /// Which traces come first; among equals, those with the lower id.
    public enum Order {
        /// By start.
        NEWEST,
        /// By the time from the first span's start to the last span's end.
        LONGEST,
        /// By the number of spans with status error.
        MOST_ERRORS
    }

    /// The place of a trace in an order.
    ///
    /// @param rank its start in Unix nanoseconds, its duration in nanoseconds, or the number of its errors
    public record Cursor(long rank, TraceId id) {
        /// Whether another trace comes after this one.
        public boolean isBefore(long otherRank, TraceId other) {
            return otherRank < rank || (otherRank == rank && other.compareTo(id) > 0);
        }
    }
}
