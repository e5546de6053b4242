package io.rubato.storage.internal.block;

import io.rubato.storage.scan.BatchStats;

/// What the footer says of a morsel.
record MorselStats(BatchStats bounds, int events, int links) {
    static MorselStats of(MorselBuffer buffer) {
        return new MorselStats(
                new BatchStats(
                        buffer.rows,
                        buffer.traces,
                        buffer.minStart,
                        buffer.maxStart,
                        buffer.maxEnd,
                        buffer.maxTraceStart,
                        buffer.minDuration,
                        buffer.maxDuration),
                buffer.events,
                buffer.links);
    }
}
