package io.rubato.query.internal.eval;

import io.rubato.storage.scan.Bits;
import org.jspecify.annotations.Nullable;

/// Gives the values that a field has in one source, batch by batch, and remembers which codes it gave. Not thread-safe.
public interface ValueCollector {
    /// Gives the values that some spans of a batch have, but those it gave for another batch.
    ///
    /// @param spans null for all
    void collect(BatchScope batch, @Nullable Bits spans);

    /// Gives the values that all spans of a batch have if that can be told without reading rows; else none, or some.
    ///
    /// @return whether it can
    default boolean collectAll(int batch) {
        return false;
    }

    /// Whether all values that spans of a batch may have are given already.
    default boolean isExhausted(int batch) {
        return false;
    }
}
