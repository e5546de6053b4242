package io.rubato.query.internal.metrics;

import io.rubato.query.internal.value.Value;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The series that one thread fills, by the values of groups.
final class SeriesTable implements Table {
    private static final int ENTRY_BYTES = 200;

    /// There are exemplars for some series only; further ones have none.
    private static final int WITH_PICKS = 500;

    private final Map<List<Value>, Series> series = new HashMap<>();
    private final Layout layout;
    private final Budget budget;

    /// What each series consists of.
    ///
    /// @param slots of its exemplars; none when none are asked for
    record Layout(CellKind kind, int intervals, Picks.Slots slots) {}

    SeriesTable(Layout layout, Budget budget) {
        this.layout = layout;
        this.budget = budget;
    }

    /// Adds observations.
    ///
    /// @param keys the series of each group
    /// @param of the group of each observation
    void add(List<List<Value>> keys, int[] of, Observations observations) {
        Cells[] cells = new Cells[keys.size()];
        @Nullable Picks[] picks = new Picks[layout.slots.count() == 0 ? 0 : cells.length];
        for (int i = 0; i < cells.length; i++) {
            Series one = series.computeIfAbsent(keys.get(i), key -> create());
            cells[i] = one.cells();
            if (picks.length > 0) {
                picks[i] = one.picks();
            }
        }
        layout.kind.add(cells, of, observations, budget);
        if (picks.length > 0) {
            Picks.add(layout.slots, picks, of, observations, budget);
        }
    }

    private Series create() {
        budget.take(ENTRY_BYTES);
        return new Series(
                layout.kind.create(layout.intervals, budget),
                layout.slots.count() == 0 || series.size() >= WITH_PICKS ? null : new Picks(layout.slots, budget));
    }

    @Override
    public SeriesPartial result(Budget merging) {
        return new SeriesPartial(series, merging);
    }
}
