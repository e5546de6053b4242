package io.rubato.storage.internal.columns;

import io.rubato.storage.scan.ValueType;
import org.jspecify.annotations.Nullable;

/// What identifies a column at its level: an attribute's key and type, or a rare field, which no attribute
/// key can clash with.
public record ColumnId(String key, ValueType type, @Nullable RareField rare) {
    /// The column of attributes without one of their own; number 0 at each level.
    public static final ColumnId RESIDUE = new ColumnId("", ValueType.RESIDUE, null);

    public static ColumnId attribute(String key, ValueType type) {
        return new ColumnId(key, type, null);
    }

    public static ColumnId of(RareField field) {
        return new ColumnId("", field.type(), field);
    }

    public boolean isResidue() {
        return type == ValueType.RESIDUE;
    }
}
