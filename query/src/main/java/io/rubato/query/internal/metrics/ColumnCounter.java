package io.rubato.query.internal.metrics;

import io.rubato.query.internal.eval.BatchScope;
import io.rubato.query.internal.eval.ColumnValues;
import io.rubato.query.internal.metrics.Sides.Entries;
import io.rubato.storage.scan.Batch;
import io.rubato.storage.scan.Bits;
import io.rubato.storage.scan.Column;
import io.rubato.storage.scan.Dictionary;
import io.rubato.storage.scan.Values;
import org.jspecify.annotations.Nullable;

/// Counts the values of one column, batch by batch. A code of a dictionary that all batches share is looked at once.
/// Not thread-safe.
final class ColumnCounter {
    private final Column column;
    private final Tally tally;
    private final Bits batches;

    /// By code of the shared dictionary one more than its place, 0 for one that was not met.
    private final int @Nullable [] shared;

    private final LongPlaces places = new LongPlaces();

    ColumnCounter(Column column, Tally tally) {
        this.column = column;
        this.tally = tally;
        this.batches = column.batches();
        Dictionary dictionary = column.dictionary();
        this.shared = dictionary == null ? null : new int[dictionary.size()];
    }

    void add(BatchScope scope, Sides sides) {
        if (!batches.get(scope.number())) {
            return;
        }
        Batch batch = scope.batch();
        // Where few spans count, most columns have nothing of theirs and need not be decoded.
        if (tally.isTooMany() || sides.areFew()) {
            Bits present = batch.present(column);
            Entries entries = present == null ? Entries.NONE : sides.entries(column.level(), present);
            if (tally.isTooMany()) {
                rest(entries, 0, sides);
            }
            if (tally.isTooMany() || entries.count() == 0) {
                return;
            }
        }
        Values values = batch.values(column);
        if (values != null) {
            Entries entries = sides.entries(column.level(), values.present());
            int told = column.type().isCoded() ? coded(values, entries, sides) : plain(values, entries, sides);
            rest(entries, told, sides);
        }
    }

    /// @param told how many entries were counted by their values
    private void rest(Entries entries, int told, Sides sides) {
        tally.addAny(entries, told, sides);
        tally.pick(entries.rows(), entries.count(), sides);
    }

    /// @return how many entries were counted before there were too many values
    private int coded(Values values, Entries entries, Sides sides) {
        int[] known = shared == null ? new int[values.dictionary().size()] : shared;
        int[] codes = values.codes();
        int[] cells = sides.cells();
        long[] counts = tally.counts();
        for (int i = 0; i < entries.count(); i++) {
            int code = codes[entries.at()[i]];
            if (known[code] == 0) {
                int place = tally.place(ColumnValues.of(column.type(), values.dictionary(), code));
                if (place == Tally.TOO_MANY) {
                    return i;
                }
                known[code] = place + 1;
                counts = tally.counts();
            }
            counts[(known[code] - 1) * tally.cells() + cells[entries.rows()[i]]]++;
        }
        return entries.count();
    }

    /// @return how many entries were counted before there were too many values
    private int plain(Values values, Entries entries, Sides sides) {
        long[] longs = values.longs();
        int[] cells = sides.cells();
        long[] counts = tally.counts();
        for (int i = 0; i < entries.count(); i++) {
            int at = entries.at()[i];
            int place = places.of(longs[at]);
            if (place == LongPlaces.NONE) {
                place = tally.place(ColumnValues.of(column, values, at));
                if (place == Tally.TOO_MANY) {
                    return i;
                }
                places.put(longs[at], place);
                counts = tally.counts();
            }
            counts[place * tally.cells() + cells[entries.rows()[i]]]++;
        }
        return entries.count();
    }
}
