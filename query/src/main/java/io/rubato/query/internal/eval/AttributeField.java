package io.rubato.query.internal.eval;

import io.rubato.query.internal.value.Value;
import io.rubato.query.internal.value.ValueTest;
import io.rubato.storage.model.AttributeValue;
import io.rubato.storage.scan.AttributeLevel;
import io.rubato.storage.scan.Bits;
import io.rubato.storage.scan.Column;
import io.rubato.storage.scan.SpanSource;
import io.rubato.storage.scan.Values;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// An attribute of spans, events or links: its columns, one for each type, and what the residue has under its key.
record AttributeField(
        SpanSource source,
        AttributeLevel level,
        String key,
        List<Column> columns,
        @Nullable Column residue) implements BoundField {
    static AttributeField of(SpanSource source, AttributeLevel level, String key) {
        return new AttributeField(source, level, key, source.columns(level, key), source.residue(level));
    }

    @Override
    public Value read(BatchScope batch, int row) {
        for (Column column : columns) {
            Values values = batch.batch().values(column);
            if (values != null && values.present().get(row)) {
                return value(column, values, batch.position(values, row));
            }
        }
        return residue == null ? Value.NIL : batch.residue(residue, key).at(row);
    }

    static Value value(Column column, Values values, int position) {
        return switch (column.type()) {
            case STRING -> new Value.Text(values.dictionary().text(values.codes()[position]));
            case BOOL -> new Value.Bool(values.longs()[position] != 0);
            case INT -> new Value.Int(values.longs()[position]);
            case DOUBLE -> new Value.Real(Double.longBitsToDouble(values.longs()[position]));
            case BYTES -> new Value.Opaque(new AttributeValue.Bytes(raw(values, position)));
            case ARRAY -> Value.of(WireValues.array(raw(values, position)));
            case KVLIST -> Value.of(WireValues.list(raw(values, position)));
            case EMPTY -> Value.NIL;
            case RESIDUE -> throw new IllegalStateException("column " + column.key() + ": residue has no single value");
        };
    }

    private static byte[] raw(Values values, int position) {
        return values.dictionary().value(values.codes()[position]);
    }

    /// The rows that have the key in a column, whatever its value; later values of theirs in the residue do not count.
    Bits inColumns(BatchScope batch) {
        Bits rows = new Bits(batch.rows(level));
        for (Column column : columns) {
            Values values = batch.batch().values(column);
            if (values != null) {
                rows.or(values.present());
            }
        }
        return rows;
    }

    @Override
    public Condition test(ValueTest test) {
        return new AttributeTest(
                this,
                columns.stream()
                        .map(column -> ColumnTest.of(source, column, test))
                        .filter(ColumnTest::isPossible)
                        .toList(),
                test::test);
    }

    @Override
    public Condition exists() {
        return new AttributeExists(this);
    }
}
