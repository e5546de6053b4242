package io.rubato.query.internal.metrics;

import io.rubato.query.internal.eval.RowCodes;
import io.rubato.query.internal.value.Value;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Observations of one batch by the values of some fields, told apart by codes: values are looked at once a group. Two
/// groups may have equal values.
///
/// @param of the group of each observation
/// @param keys the values of each group, one for each field
@SuppressWarnings("ArrayRecordComponent")
record Groups(int[] of, List<List<Value>> keys) {
    /// Combinations up to this are told apart by a table.
    private static final int TABLE = 1 << 15;

    static Groups by(List<SpanLevel> fields, Observations observations) {
        int[] of = new int[observations.count()];
        List<List<Value>> keys = List.of(List.of());
        for (SpanLevel field : fields) {
            keys = split(of, keys, field.codes(observations.batch()), observations);
        }
        return new Groups(of, keys);
    }

    /// Splits each group by a further field.
    ///
    /// @param of the group of each observation; changed to that of the new groups
    /// @param keys of the groups; those of the new ones have one value more
    static List<List<Value>> split(int[] of, List<List<Value>> keys, RowCodes codes, Observations observations) {
        List<List<Value>> split = new ArrayList<>();
        long combinations = (long) keys.size() * codes.size();
        if (combinations > TABLE) {
            splitByHash(of, keys, codes, observations, split);
            return split;
        }
        int[] table = new int[(int) combinations];
        Arrays.fill(table, -1);
        int[] rows = observations.rows();
        int[] code = codes.codes();
        int size = codes.size();
        for (int i = 0; i < of.length; i++) {
            int combination = of[i] * size + code[rows[i]];
            int group = table[combination];
            of[i] = group >= 0 ? group : found(combination, keys, codes, table, split);
        }
        return split;
    }

    /// The group of a combination that is met for the first time: a new one, unless its value has another code too.
    private static int found(
            int combination, List<List<Value>> keys, RowCodes codes, int[] table, List<List<Value>> split) {
        int before = combination / codes.size();
        int first = codes.first().applyAsInt(combination % codes.size());
        int same = before * codes.size() + first;
        if (table[same] < 0) {
            table[same] = split.size();
            split.add(key(keys.get(before), codes, first));
        }
        table[combination] = table[same];
        return table[combination];
    }

    private static void splitByHash(
            int[] of, List<List<Value>> keys, RowCodes codes, Observations observations, List<List<Value>> split) {
        Map<Long, Integer> table = new HashMap<>();
        for (int i = 0; i < of.length; i++) {
            int code = codes.first().applyAsInt(codes.codes()[observations.rows()[i]]);
            int before = of[i];
            Integer group = table.get((long) before * codes.size() + code);
            if (group == null) {
                group = split.size();
                table.put((long) before * codes.size() + code, group);
                split.add(key(keys.get(before), codes, code));
            }
            of[i] = group;
        }
    }

    private static List<Value> key(List<Value> before, RowCodes codes, int code) {
        List<Value> key = new ArrayList<>(before);
        key.add(LabelValues.comparable(codes.values().apply(code)));
        return List.copyOf(key);
    }
}
