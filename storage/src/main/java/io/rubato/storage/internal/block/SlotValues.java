package io.rubato.storage.internal.block;

import io.rubato.storage.internal.columns.ColumnId;

/// What a column's slots stand for, as the writer of a block asks for it: numbers, or strings by code.
/// Implemented by whatever is sealed.
public interface SlotValues {
    ColumnId id();

    /// How many codes there are, 0 for numbers.
    int codes();

    long number(int slot);

    byte[] page(int code);

    int offset(int code);

    int length(int code);
}
