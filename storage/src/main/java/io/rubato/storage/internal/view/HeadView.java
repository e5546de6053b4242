package io.rubato.storage.internal.view;

import io.rubato.storage.internal.head.Head;
import io.rubato.storage.internal.head.HeadSource;
import io.rubato.storage.model.TraceId;
import io.rubato.storage.scan.Bits;
import org.jspecify.annotations.Nullable;

/// A head as far as it is published.
public record HeadView(Generation generation, Head.Published published) {
    static HeadView of(Generation generation) {
        return new HeadView(generation, generation.head().published());
    }

    /// The number of a trace that has spans here, or -1.
    public int findTrace(TraceId id) {
        return generation.head().findTrace(id, published);
    }

    /// @param hidden trace numbers that do not count here, or null
    public HeadSource source(@Nullable Bits hidden) {
        return new HeadSource("head", generation.head(), published, hidden);
    }
}
