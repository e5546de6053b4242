package io.rubato.query.internal.metrics;

import io.rubato.query.internal.value.Value;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/// How often each value of one attribute occurs, by cell (see [Sides]); beyond [CompareLeaf#MOST_VALUES] values only
/// how often there is one. A value is named by its place, so that it is looked at once. Not thread-safe.
final class Tally {
    /// The place of a value when there are too many to tell them apart.
    static final int TOO_MANY = -1;

    private static final int VALUE_BYTES = 100;

    private final int cells;
    private final Picks.Slots slots;
    private final Budget budget;
    private final Map<Value, Integer> places = new HashMap<>();
    private final @Nullable Picks[] picks;
    private long[] counts;
    private boolean tooMany;

    /// @param intervals of each series
    /// @param slots of exemplars
    Tally(int intervals, Picks.Slots slots, Budget budget) {
        this.cells = 2 * intervals;
        this.slots = slots;
        this.budget = budget;
        this.picks = new Picks[slots.count() == 0 ? 0 : 2];
        this.counts = new long[cells];
        budget.take(8L * counts.length);
    }

    /// Whether values are not told apart any more; then all counts are those of place 0.
    boolean isTooMany() {
        return tooMany;
    }

    /// The place of a value, or [#TOO_MANY].
    int place(Value value) {
        if (tooMany) {
            return TOO_MANY;
        }
        Value key = LabelValues.comparable(value);
        Integer known = places.get(key);
        if (known != null) {
            return known;
        }
        int place = places.size();
        if (place == CompareLeaf.MOST_VALUES) {
            forgetValues();
            return TOO_MANY;
        }
        budget.take(VALUE_BYTES);
        places.put(key, place);
        if ((place + 1) * cells > counts.length) {
            budget.take(8L * counts.length);
            counts = Arrays.copyOf(counts, 2 * counts.length);
        }
        return place;
    }

    private void forgetValues() {
        long[] totals = totals();
        tooMany = true;
        budget.give(8L * (counts.length - cells) + (long) VALUE_BYTES * places.size());
        places.clear();
        counts = totals;
    }

    /// The counts, by place and then cell. Another array after each call of [#place].
    long[] counts() {
        return counts;
    }

    int cells() {
        return cells;
    }

    /// Adds to a cell of a place, or, when there are too many values, to that of all.
    void add(int place, int cell, long number) {
        counts[(tooMany ? 0 : place * cells) + cell] += number;
    }

    /// Adds a value for each of some rows, whichever.
    void addAny(Sides.Entries entries, int from, Sides sides) {
        for (int i = from; i < entries.count(); i++) {
            counts[sides.cells()[entries.rows()[i]]]++;
        }
    }

    /// By cell.
    long[] totals() {
        long[] totals = new long[cells];
        int used = tooMany ? 1 : places.size();
        for (int place = 0; place < used; place++) {
            for (int cell = 0; cell < cells; cell++) {
                totals[cell] += counts[place * cells + cell];
            }
        }
        return totals;
    }

    /// Gives each value with its counts by cell.
    void forEach(BiConsumer<Value, long[]> each) {
        places.forEach(
                (value, place) -> each.accept(value, Arrays.copyOfRange(counts, place * cells, (place + 1) * cells)));
    }

    /// Looks for exemplars among spans that have a value.
    ///
    /// @param rows of the spans
    void pick(int[] rows, int count, Sides sides) {
        if (picks.length == 0 || count == 0) {
            return;
        }
        int[] some = sides.sample(rows, count);
        int[] intervals = new int[some.length];
        int[] of = new int[some.length];
        for (int i = 0; i < some.length; i++) {
            int cell = sides.cells()[some[i]];
            intervals[i] = cell >> 1;
            of[i] = cell & 1;
            if (picks[of[i]] == null) {
                picks[of[i]] = new Picks(slots, budget);
            }
        }
        Picks.add(
                slots, picks, of, new Observations(sides.observations().batch(), some.length, some, intervals), budget);
    }

    /// The exemplars of the baseline, side 0, or the selection, side 1.
    @Nullable
    Picks picks(int side) {
        return picks.length == 0 ? null : picks[side];
    }
}
