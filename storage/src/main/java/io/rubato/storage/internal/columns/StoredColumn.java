package io.rubato.storage.internal.columns;

import io.rubato.storage.scan.Column;

/// A column with its number at its level, which rows name it by.
public interface StoredColumn extends Column {
    ColumnId id();

    int number();
}
