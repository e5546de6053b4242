package io.rubato.query.internal.metrics;

import org.jspecify.annotations.Nullable;

/// What is known of one series.
///
/// @param picks its exemplars, or null when none are asked for
record Series(Cells cells, @Nullable Picks picks) {
    Series merge(Series other, Budget budget) {
        Picks both = picks == null ? other.picks : other.picks == null ? picks : picks.merge(other.picks, budget);
        return new Series(cells.merge(other.cells, budget), both);
    }
}
