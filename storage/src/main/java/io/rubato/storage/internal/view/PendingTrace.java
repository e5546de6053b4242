package io.rubato.storage.internal.view;

import io.rubato.storage.internal.view.Place.InBlock;
import io.rubato.storage.model.TraceId;
import java.util.List;

/// A trace that lies in several blocks and waits to be moved to one.
///
/// @param places at least two, no block twice
public record PendingTrace(TraceId id, List<InBlock> places) {
    public PendingTrace {
        places = List.copyOf(places);
        if (places.size() < 2) {
            throw new IllegalArgumentException(
                    "trace %s is in %d blocks, expected several".formatted(id, places.size()));
        }
    }

    /// How many spans its places have; copies of a span count again.
    public long spans() {
        long spans = 0;
        for (InBlock place : places) {
            spans += place.spanCount();
        }
        return spans;
    }

    /// The start of the earliest span, Unix nanoseconds.
    public long start() {
        long start = Long.MAX_VALUE;
        for (InBlock place : places) {
            start = Math.min(start, place.start());
        }
        return start;
    }
}
