package io.rubato.storage.internal.head;

import io.rubato.storage.internal.columns.RareField;

/// Adds rare fields that are set to the row that a level is building.
record RareFields(LevelTable table) {
    void number(RareField field, long value) {
        if (value != 0) {
            table.addSlot(table.next(field).add(value));
        }
    }

    void text(RareField field, byte[] bytes, int offset, int length, int spanRow) {
        if (length > 0) {
            table.addSlot(table.next(field).dictionary().intern(bytes, offset, length, spanRow));
        }
    }

    void mark(RareField field) {
        table.next(field);
        table.addSlot(0);
    }
}
