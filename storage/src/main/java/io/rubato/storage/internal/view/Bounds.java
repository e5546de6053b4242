package io.rubato.storage.internal.view;

import io.rubato.storage.internal.view.Place.InBlock;
import io.rubato.storage.scan.BatchStats;
import java.util.List;

/// Adds up what is known of traces in several places from the batches that they are in. Not thread-safe.
public final class Bounds {
    private int spans;
    private int traces;
    private long minStart = Long.MAX_VALUE;
    private long maxStart = Long.MIN_VALUE;
    private long maxEnd = Long.MIN_VALUE;
    private long maxTraceStart = Long.MIN_VALUE;
    private long minDuration = Long.MAX_VALUE;
    private long maxDuration = Long.MIN_VALUE;

    /// Adds a trace by its places in blocks; those in heads follow with [#addBatch].
    ///
    /// @param places at least one
    public void addTrace(List<InBlock> places) {
        long start = Long.MAX_VALUE;
        for (InBlock place : places) {
            spans += place.spanCount();
            start = Math.min(start, place.start());
            addBatch(place.block().source().stats(place.block().source().batchOf(place.trace())));
        }
        traces++;
        minStart = Math.min(minStart, start);
        maxTraceStart = Math.max(maxTraceStart, start);
    }

    /// Adds a trace of which nothing is in a block.
    public void addTrace(BatchStats batch) {
        traces++;
        maxTraceStart = Math.max(maxTraceStart, batch.maxTraceStart());
    }

    public void addSpans(int count) {
        spans += count;
    }

    /// Widens the bounds to those of a batch that has spans of the traces among others.
    public void addBatch(BatchStats batch) {
        minStart = Math.min(minStart, batch.minStart());
        maxStart = Math.max(maxStart, batch.maxStart());
        maxEnd = Math.max(maxEnd, batch.maxEnd());
        minDuration = Math.min(minDuration, batch.minDuration());
        maxDuration = Math.max(maxDuration, batch.maxDuration());
    }

    public BatchStats stats() {
        return new BatchStats(spans, traces, minStart, maxStart, maxEnd, maxTraceStart, minDuration, maxDuration);
    }
}
