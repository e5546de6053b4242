package io.rubato.storage.internal.columns;

import io.rubato.storage.internal.wire.ByteSink;
import io.rubato.storage.internal.wire.Wire;
import io.rubato.storage.scan.Dictionary;
import io.rubato.storage.scan.ValueType;
import io.rubato.storage.scan.Values;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// Walks the values of one column in row order and writes them as OTLP. Rows are visited in ascending
/// order, each exactly as often as it names the column.
final class ValueCursor {
    private final ColumnId id;
    private final byte[] key;
    private final Values values;
    private int at;

    ValueCursor(ColumnId id, Values values, int firstRow) {
        this.id = id;
        this.key = id.key().getBytes(StandardCharsets.UTF_8);
        this.values = values;
        this.at = values.isRepeated()
                ? firstAtOrAfter(values, firstRow)
                : values.present().rank(firstRow);
    }

    private static int firstAtOrAfter(Values values, int row) {
        int found = Arrays.binarySearch(values.rows(), 0, values.count(), row);
        int at = found < 0 ? ~found : found;
        while (at > 0 && values.rows()[at - 1] == row) {
            at--;
        }
        return at;
    }

    ColumnId id() {
        return id;
    }

    /// The next value of a column of numbers.
    long nextLong() {
        return values.longs()[at++];
    }

    /// The next value of a coded column.
    byte[] nextBytes() {
        Dictionary dictionary = values.dictionary();
        return dictionary.value(values.codes()[at++]);
    }

    void skip() {
        at++;
    }

    /// Writes the next value as a `KeyValue` field with that number.
    void writeAttribute(ByteSink sink, int field) {
        if (id.isResidue()) {
            byte[] keyValue = nextBytes();
            sink.field(field, keyValue, 0, keyValue.length);
            return;
        }
        int keyValue = sink.startMessage(field);
        sink.field(1, key, 0, key.length);
        int value = sink.startMessage(2);
        writeValue(sink, id.type());
        sink.endMessage(value);
        sink.endMessage(keyValue);
    }

    private void writeValue(ByteSink sink, ValueType type) {
        switch (type) {
            case STRING -> writeBytes(sink, 1);
            case BOOL -> writeVarint(sink, 2);
            case INT -> writeVarint(sink, 3);
            case DOUBLE -> {
                sink.varint(4 << 3 | Wire.FIXED64);
                sink.fixed64(nextLong());
            }
            case ARRAY -> writeBytes(sink, 5);
            case KVLIST -> writeBytes(sink, 6);
            case BYTES -> writeBytes(sink, 7);
            case EMPTY -> skip();
            case RESIDUE -> throw new IllegalStateException("a residue value within a key's value");
        }
    }

    private void writeBytes(ByteSink sink, int field) {
        byte[] bytes = nextBytes();
        sink.field(field, bytes, 0, bytes.length);
    }

    private void writeVarint(ByteSink sink, int field) {
        sink.varint(field << 3 | Wire.VARINT);
        sink.varint(nextLong());
    }
}
