package io.rubato.storage.internal.columns;

import io.rubato.storage.scan.AttributeLevel;
import io.rubato.storage.scan.Batch;

/// A batch whose rows can be written as they were received.
public interface StoredBatch extends Batch {
    StoredSource source();

    /// The numbers of the columns that a row has a value in, in the order they came. Do not change the
    /// array.
    int[] rowColumns(AttributeLevel level, int row);
}
