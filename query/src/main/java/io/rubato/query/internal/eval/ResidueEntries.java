package io.rubato.query.internal.eval;

import io.rubato.query.internal.value.Value;
import io.rubato.storage.scan.Dictionary;
import io.rubato.storage.scan.Values;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The first value of one key in the residue of each row that has one.
///
/// @param rows ascending
/// @param values of those rows
record ResidueEntries(List<Integer> rows, List<Value> values) {
    static final ResidueEntries NONE = new ResidueEntries(List.of(), List.of());

    static ResidueEntries of(@Nullable Values residue, String key) {
        if (residue == null) {
            return NONE;
        }
        List<Integer> rows = new ArrayList<>();
        List<Value> values = new ArrayList<>();
        Map<Integer, Optional<Value>> known = new HashMap<>();
        Dictionary dictionary = residue.dictionary();
        for (int i = 0; i < residue.count(); i++) {
            int row = residue.rows()[i];
            if (!rows.isEmpty() && rows.getLast() == row) {
                continue;
            }
            known.computeIfAbsent(residue.codes()[i], code -> WireValues.attribute(dictionary.value(code), key))
                    .ifPresent(value -> {
                        rows.add(row);
                        values.add(value);
                    });
        }
        return new ResidueEntries(rows, values);
    }

    Value at(int row) {
        int index = Collections.binarySearch(rows, row);
        return index < 0 ? Value.NIL : values.get(index);
    }
}
