package io.rubato.query.internal.eval;

import io.rubato.query.internal.value.Value;
import io.rubato.storage.model.AttributeValue;
import io.rubato.storage.scan.Column;
import io.rubato.storage.scan.Dictionary;
import io.rubato.storage.scan.ValueType;
import io.rubato.storage.scan.Values;

/// What columns of attributes hold, as values.
public final class ColumnValues {
    private ColumnValues() {}

    /// The value at a place among those of a column in a batch.
    public static Value of(Column column, Values values, int position) {
        return switch (column.type()) {
            case BOOL -> new Value.Bool(values.longs()[position] != 0);
            case INT -> new Value.Int(values.longs()[position]);
            case DOUBLE -> new Value.Real(Double.longBitsToDouble(values.longs()[position]));
            case EMPTY -> Value.NIL;
            case STRING, BYTES, ARRAY, KVLIST, RESIDUE ->
                of(column.type(), values.dictionary(), values.codes()[position]);
        };
    }

    /// The value of a code of a coded type.
    public static Value of(ValueType type, Dictionary dictionary, int code) {
        return switch (type) {
            case STRING -> new Value.Text(dictionary.text(code));
            case BYTES -> new Value.Opaque(new AttributeValue.Bytes(dictionary.value(code)));
            case ARRAY -> Value.of(WireValues.array(dictionary.value(code)));
            case KVLIST -> Value.of(WireValues.list(dictionary.value(code)));
            case BOOL, INT, DOUBLE, EMPTY, RESIDUE ->
                throw new IllegalArgumentException("column type: " + type + " (expected: a coded one)");
        };
    }
}
