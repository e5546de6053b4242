package io.rubato.query.internal.eval;

import io.rubato.query.internal.value.Truth;
import io.rubato.query.internal.value.Value;
import io.rubato.query.internal.value.ValueTest;
import io.rubato.storage.scan.AttributeLevel;
import io.rubato.storage.scan.Bits;
import io.rubato.storage.scan.CodedField;
import io.rubato.storage.scan.SpanSource;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Kind or status. Numbers that OTLP does not define count as 0.
///
/// @param values by number
record EnumField(SpanSource source, CodedField field, List<Value> values) implements BoundField {
    @Override
    public AttributeLevel level() {
        return AttributeLevel.SPAN;
    }

    private int known(int code) {
        return code < 0 || code >= values.size() ? 0 : code;
    }

    @Override
    public Value read(BatchScope batch, int row) {
        return values.get(known(batch.batch().codes(field)[row]));
    }

    @Override
    public Condition test(ValueTest test) {
        long holds = 0;
        long fails = 0;
        for (int code = 0; code < values.size(); code++) {
            Truth truth = test.test(values.get(code));
            holds |= truth == Truth.TRUE ? 1L << code : 0;
            fails |= truth == Truth.FALSE ? 1L << code : 0;
        }
        return new Test(this, holds, fails);
    }

    @Override
    public RowCodes codes(BatchScope batch) {
        int[] stored = batch.batch().codes(field);
        int[] codes = new int[batch.batch().rows()];
        for (int row = 0; row < codes.length; row++) {
            codes[row] = known(stored[row]);
        }
        return new RowCodes(codes, values.size(), values::get, _ -> false);
    }

    @Override
    public Condition exists() {
        return Logic.always(Truth.TRUE, level(), source.batches());
    }

    /// @param holds a bit for each number it is true of
    private record Test(EnumField field, long holds, long fails) implements Condition {
        @Override
        public Bits rows(BatchScope batch, boolean wanted, @Nullable Bits within) {
            int rows = batch.batch().rows();
            long table = wanted ? holds : fails;
            int[] codes = batch.batch().codes(field.field);
            Bits result = new Bits(rows);
            long[] words = result.words();
            for (int row = 0; row < rows; row++) {
                words[row >>> 6] |= (table >>> field.known(codes[row]) & 1) << row;
            }
            return result;
        }

        @Override
        public Bits batches(boolean wanted) {
            int batches = field.source.batches();
            return (wanted ? holds : fails) == 0 ? new Bits(batches) : Bits.all(batches);
        }

        @Override
        public int cost() {
            return 1;
        }
    }
}
