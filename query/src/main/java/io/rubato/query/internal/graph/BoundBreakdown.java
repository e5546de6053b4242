package io.rubato.query.internal.graph;

import io.rubato.query.Breakdown;
import io.rubato.query.Dimension;
import io.rubato.query.internal.eval.BatchScope;
import io.rubato.query.internal.eval.Binder;
import java.util.List;

/// A breakdown as one source stores what it is by. Thread-safe.
///
/// @param dimensions of each, where its texts are
record BoundBreakdown(Breakdown by, List<List<TextSource>> dimensions) {
    static BoundBreakdown of(Binder binder, Breakdown by) {
        return new BoundBreakdown(
                by,
                by.dimensions().stream()
                        .map(dimension -> bound(binder, dimension))
                        .toList());
    }

    private static List<TextSource> bound(Binder binder, Dimension dimension) {
        return dimension.fields().stream()
                .map(field -> TextSource.of(binder, field))
                .toList();
    }

    Reader reader(BatchScope scope, Names names) {
        return new Reader(dimensions.stream()
                .map(texts -> TextSource.readers(texts, scope, names))
                .toList());
    }

    /// Reads the values of one batch. Not thread-safe.
    record Reader(List<List<TextSource.Reader>> dimensions) {
        /// Puts those of a span into an array from a place on.
        ///
        /// @param row none for below zero
        void read(int row, int[] values, int from) {
            for (int i = 0; i < dimensions.size(); i++) {
                values[from + i] = row < 0 ? 0 : TextSource.first(dimensions.get(i), row);
            }
        }
    }
}
