package io.rubato.query.internal.scan;

import io.rubato.storage.scan.BatchStats;

/// One batch of one source.
///
/// @param source its index in the snapshot
public record Morsel(int source, int batch, BatchStats stats) {
    /// Whether a trace of a batch may overlap a time range, both ends included.
    public static boolean overlaps(BatchStats stats, long startNanos, long endNanos) {
        // A span whose end is before its start counts as ending where it starts.
        return stats.minStart() <= endNanos && Math.max(stats.maxEnd(), stats.maxStart()) >= startNanos;
    }
}
