package io.rubato.storage.internal.columns;

import io.rubato.storage.scan.AttributeLevel;
import io.rubato.storage.scan.Batch;
import io.rubato.storage.scan.Dictionary;
import io.rubato.storage.scan.Values;
import org.jspecify.annotations.Nullable;

/// A batch whose rows can be written as they were received.
public interface StoredBatch extends Batch {
    StoredSource source();

    /// The numbers of the columns that a row has a value in, in the order they came. Do not change the
    /// array.
    int[] rowColumns(AttributeLevel level, int row);

    /// Takes a value of a row.
    @FunctionalInterface
    interface ValueVisitor {
        /// @param column the number of the column
        /// @param dictionary of a coded column
        /// @param value its code in that, or the value itself
        void value(int row, int column, @Nullable Dictionary dictionary, long value);
    }

    /// Gives all values of a level, rare fields included, in any order.
    default void forEach(AttributeLevel level, ValueVisitor visitor) {
        for (StoredColumn column : source().storedColumns(level)) {
            Values values = values(column);
            if (values == null) {
                continue;
            }
            Dictionary dictionary = column.type().isCoded() ? values.dictionary() : null;
            if (values.isRepeated()) {
                for (int i = 0; i < values.count(); i++) {
                    visitor.value(values.rows()[i], column.number(), dictionary, values.codes()[i]);
                }
                continue;
            }
            int at = 0;
            for (int row = values.present().next(0);
                    row >= 0;
                    row = values.present().next(row + 1)) {
                long value = dictionary == null ? values.longs()[at] : values.codes()[at];
                visitor.value(row, column.number(), dictionary, value);
                at++;
            }
        }
    }
}
