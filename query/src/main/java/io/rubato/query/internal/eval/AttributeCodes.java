package io.rubato.query.internal.eval;

import io.rubato.query.internal.value.Value;
import io.rubato.storage.scan.Bits;
import io.rubato.storage.scan.Column;
import io.rubato.storage.scan.ValueType;
import io.rubato.storage.scan.Values;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;

/// Turns the columns of an attribute into codes: 0 for rows without it, then the codes of each column in turn, then
/// what the residue has.
final class AttributeCodes {
    private final AttributeField field;
    private final BatchScope batch;
    private final int[] codes;
    private final List<Part> parts = new ArrayList<>();
    private int next = 1;

    /// @param first the code of its first value
    private record Part(int first, IntFunction<Value> values) {}

    private AttributeCodes(AttributeField field, BatchScope batch) {
        this.field = field;
        this.batch = batch;
        this.codes = new int[batch.rows(field.level())];
    }

    static RowCodes of(AttributeField field, BatchScope batch) {
        AttributeCodes all = new AttributeCodes(field, batch);
        for (Column column : field.columns()) {
            Values values =
                    column.type() == ValueType.EMPTY ? null : batch.batch().values(column);
            if (values != null && column.type().isCoded()) {
                all.coded(column, values);
            } else if (values != null) {
                all.plain(column, values);
            }
        }
        all.residue();
        return new RowCodes(all.codes, all.next, all::value, code -> code == 0);
    }

    private void coded(Column column, Values values) {
        int first = next;
        spread(values.present(), values.codes(), first);
        next += values.dictionary().size();
        parts.add(new Part(first, code -> ColumnValues.of(column.type(), values.dictionary(), code)));
    }

    private void plain(Column column, Values values) {
        LongCodes known = new LongCodes(values.count());
        int[] dense = new int[values.count()];
        int[] places = new int[values.count()];
        long[] longs = values.longs();
        for (int i = 0; i < dense.length; i++) {
            int before = known.size();
            dense[i] = known.code(longs[i]);
            if (known.size() > before) {
                places[before] = i;
            }
        }
        int first = next;
        spread(values.present(), dense, first);
        next += known.size();
        parts.add(new Part(first, code -> ColumnValues.of(column, values, places[code])));
    }

    private void spread(Bits present, int[] dense, int first) {
        long[] words = present.words();
        int position = 0;
        for (int w = 0; w < words.length; w++) {
            for (long word = words[w]; word != 0; word &= word - 1) {
                codes[(w << 6) + Long.numberOfTrailingZeros(word)] = first + dense[position++];
            }
        }
    }

    private void residue() {
        ResidueEntries entries = field.residue(batch);
        if (entries.rows().isEmpty()) {
            return;
        }
        Bits taken = field.inColumns(batch);
        RowCodes.Builder values = new RowCodes.Builder();
        int first = next;
        for (int i = 0; i < entries.rows().size(); i++) {
            int row = entries.rows().get(i);
            Value value = entries.values().get(i);
            if (!taken.get(row) && !(value instanceof Value.Nil)) {
                codes[row] = first + values.code(value);
            }
        }
        RowCodes built = values.build(codes);
        next += built.size();
        parts.add(new Part(first, built.values()));
    }

    private Value value(int code) {
        for (int i = parts.size() - 1; i >= 0; i--) {
            Part part = parts.get(i);
            if (code >= part.first) {
                return part.values.apply(code - part.first);
            }
        }
        return Value.NIL;
    }
}
