package io.rubato.generator.internal;

import io.rubato.generator.Batch;
import io.rubato.generator.Truth;

/// Batches in the order they are sent in.
public sealed interface BatchStream permits TraceStream, ArrivalStream {
    /// Makes a batch ready and returns whether there is one.
    boolean advance();

    Batch take();

    Truth truth();
}
