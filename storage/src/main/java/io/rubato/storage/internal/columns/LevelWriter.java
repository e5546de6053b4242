package io.rubato.storage.internal.columns;

import io.rubato.storage.internal.wire.ByteSink;
import io.rubato.storage.internal.wire.Wire;
import io.rubato.storage.scan.AttributeLevel;
import io.rubato.storage.scan.Values;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Writes the attributes and rare fields of the rows of one level, in ascending row order.
final class LevelWriter {
    private final StoredBatch batch;
    private final AttributeLevel level;
    private final int firstRow;
    private final List<@Nullable ValueCursor> cursors = new ArrayList<>();
    private final @Nullable Object[] rare = new Object[RareField.values().length];

    LevelWriter(StoredBatch batch, AttributeLevel level, int firstRow) {
        this.batch = batch;
        this.level = level;
        this.firstRow = firstRow;
    }

    /// Writes the row's attributes as fields `attributeField`; its rare fields are then at hand.
    void write(int row, ByteSink sink, int attributeField) {
        java.util.Arrays.fill(rare, null);
        for (int number : batch.rowColumns(level, row)) {
            ValueCursor cursor = cursor(number);
            RareField field = cursor.id().rare();
            if (field == null) {
                cursor.writeAttribute(sink, attributeField);
            } else {
                rare[field.code()] = rareValue(cursor, field);
            }
        }
    }

    private static Object rareValue(ValueCursor cursor, RareField field) {
        return switch (field.type()) {
            case INT, BOOL, DOUBLE, EMPTY -> cursor.nextLong();
            case STRING, BYTES, ARRAY, KVLIST, RESIDUE -> cursor.nextBytes();
        };
    }

    private ValueCursor cursor(int number) {
        while (cursors.size() <= number) {
            cursors.add(null);
        }
        ValueCursor cursor = cursors.get(number);
        if (cursor == null) {
            StoredColumn column = batch.source().column(level, number);
            Values values = Objects.requireNonNull(batch.values(column), "values of a column that a row has");
            cursor = new ValueCursor(column.id(), values, firstRow);
            cursors.set(number, cursor);
        }
        return cursor;
    }

    boolean has(RareField field) {
        return rare[field.code()] != null;
    }

    /// The row's value of a rare field of numbers, 0 when it is not set.
    long number(RareField field) {
        return rare[field.code()] instanceof Long value ? value : 0;
    }

    /// Writes a rare field of text or bytes when the row has it.
    void writeBytes(RareField rareField, ByteSink sink, int field) {
        if (rare[rareField.code()] instanceof byte[] bytes) {
            sink.field(field, bytes, 0, bytes.length);
        }
    }

    /// Writes a rare field as a varint when the row has it.
    void writeVarint(RareField rareField, ByteSink sink, int field) {
        if (rare[rareField.code()] instanceof Long value) {
            sink.varint(field << 3 | Wire.VARINT);
            sink.varint(value);
        }
    }

    void writeFlags(ByteSink sink, int field) {
        if (rare[RareField.FLAGS.code()] instanceof Long value) {
            sink.varint(field << 3 | Wire.FIXED32);
            sink.fixed32(value.intValue());
        }
    }

    /// Writes fields that were not known when they came, as they came.
    void writeUnknown(ByteSink sink) {
        if (rare[RareField.UNKNOWN.code()] instanceof byte[] bytes) {
            sink.put(bytes);
        }
    }
}
