package io.rubato.query.internal.eval;

import io.rubato.query.internal.value.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.function.IntPredicate;
import java.util.function.IntUnaryOperator;

/// The values of the rows of one batch as small numbers, for grouping. Two codes may stand for equal values.
///
/// @param codes one for each row, from 0 to `size - 1`; the array may be longer
/// @param values the value of a code; [Value#NIL] where there is none
/// @param missing whether a code's value is [Value#NIL], without working it out
/// @param first a code that stands for the same value, as often as that is known the same one
@SuppressWarnings("ArrayRecordComponent")
public record RowCodes(int[] codes, int size, IntFunction<Value> values, IntPredicate missing, IntUnaryOperator first) {
    RowCodes(int[] codes, int size, IntFunction<Value> values, IntPredicate missing) {
        this(codes, size, values, missing, IntUnaryOperator.identity());
    }

    /// Gives out codes to values as they come.
    static final class Builder {
        private final Map<Value, Integer> known = new HashMap<>();
        private final List<Value> values = new ArrayList<>();

        int code(Value value) {
            Integer code = known.get(value);
            if (code == null) {
                code = values.size();
                known.put(value, code);
                values.add(value);
            }
            return code;
        }

        RowCodes build(int[] codes) {
            return new RowCodes(codes, values.size(), values::get, code -> values.get(code) instanceof Value.Nil);
        }
    }

    static RowCodes byRow(BoundField field, BatchScope batch) {
        int count = batch.rows(field.level());
        int[] codes = new int[count];
        Builder builder = new Builder();
        for (int row = 0; row < count; row++) {
            codes[row] = builder.code(field.read(batch, row));
        }
        return builder.build(codes);
    }
}
