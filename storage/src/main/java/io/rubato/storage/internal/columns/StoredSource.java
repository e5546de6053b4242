package io.rubato.storage.internal.columns;

import io.rubato.storage.scan.AttributeLevel;
import io.rubato.storage.scan.SpanSource;
import java.util.List;

/// A source that can hand its spans back as they were received.
public interface StoredSource extends SpanSource {
    @Override
    default StoredSource decoded() {
        return this;
    }

    /// The column with a number at a level, rare fields included.
    StoredColumn column(AttributeLevel level, int number);

    /// All columns of a level by their numbers, rare fields included.
    List<? extends StoredColumn> storedColumns(AttributeLevel level);

    RawOrigin rawOrigin(int code);

    @Override
    StoredBatch open(int batch);

    /// A batch that has the trace with this number, among others perhaps.
    StoredBatch openTrace(int trace);
}
