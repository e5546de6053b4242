package io.rubato.query.internal.graph;

import io.rubato.query.Breakdown;
import io.rubato.query.QueryException;
import io.rubato.query.QueryMemory;
import io.rubato.query.Slice;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Figures by keys and slices. Not thread-safe.
final class SlicedTable {
    private final RedTable reds;
    private final Names names;
    private final LongTable keys = new LongTable();

    /// The interval, then each value: a step's key is the place that the steps before lead to, and its own number.
    private final List<LongTable> steps = new ArrayList<>();

    /// @param spans how many spans have a say in the values
    SlicedTable(Breakdown by, int spans, Names names, long memoryBytes, QueryMemory.Claim memory) {
        this.reds = new RedTable(memoryBytes, memory);
        this.names = names;
        int count = by.isNone() ? 0 : 1 + spans * by.dimensions().size();
        for (int i = 0; i < count; i++) {
            steps.add(new LongTable());
        }
    }

    /// How many values a slice has.
    int values() {
        return Math.max(0, steps.size() - 1);
    }

    /// @throws QueryException when there are too many
    Red at(long key, int interval, int[] values) {
        if (steps.isEmpty()) {
            return reds.at(key);
        }
        int place = keys.place(key);
        for (int i = 0; i < steps.size(); i++) {
            place = steps.get(i).place((long) place << Integer.SIZE | (i == 0 ? interval : values[i - 1]));
        }
        return reds.at(place);
    }

    /// Makes a key of its number and its slice.
    interface Unpacking<K> {
        K of(long key, Slice slice);
    }

    <K> Map<K, Red> byKey(Unpacking<K> unpacking) {
        Map<K, Red> found = new HashMap<>();
        if (steps.isEmpty()) {
            return reds.byKey(key -> unpacking.of(key, Slice.WHOLE));
        }
        long[] whole = keys.keys();
        long[][] parts = steps.stream().map(LongTable::keys).toArray(long[][]::new);
        reds.byKey(place -> (int) place).forEach((place, red) -> {
            int[] numbers = new int[parts.length];
            int at = place;
            for (int i = parts.length - 1; i >= 0; i--) {
                numbers[i] = (int) parts[i][at];
                at = (int) (parts[i][at] >>> Integer.SIZE);
            }
            List<String> values =
                    Arrays.stream(numbers).skip(1).mapToObj(names::text).toList();
            found.put(unpacking.of(whole[at], new Slice(numbers[0], values)), red);
        });
        return found;
    }
}
