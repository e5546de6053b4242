package io.rubato.query.internal.eval;

import io.rubato.query.internal.value.Truth;
import io.rubato.query.internal.value.Value;
import io.rubato.query.internal.value.ValueTest;
import io.rubato.storage.scan.AttributeLevel;
import io.rubato.storage.scan.Bits;
import io.rubato.storage.scan.SpanSource;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// A field as one source stores it. Thread-safe.
public interface BoundField {
    /// What the rows are: spans, events or links.
    AttributeLevel level();

    /// The value of one row, or [Value#NIL].
    Value read(BatchScope batch, int row);

    /// `field operator constant`, on rows of [#level()].
    Condition test(ValueTest test);

    /// Whether the row has a value; never unknown.
    Condition exists();

    /// The values of all rows as codes.
    default RowCodes codes(BatchScope batch) {
        return RowCodes.byRow(this, batch);
    }

    /// The values of all rows as numbers, lengths of time in nanoseconds; NaN where there is no number. The array may
    /// be
    /// longer than the rows.
    default double[] numbers(BatchScope batch) {
        return RowNumbers.byRow(this, batch);
    }

    /// Gives each value that the spans have at least once; [Value#NIL] may be among them.
    ///
    /// @param spans the span rows that count, or null for all
    default void values(BatchScope batch, @Nullable Bits spans, Consumer<Value> each) {
        Bits rows = Used.ofLevel(batch, level(), spans);
        int count = batch.rows(level());
        for (int row = 0; row < count; row++) {
            if (rows == null || rows.get(row)) {
                each.accept(read(batch, row));
            }
        }
    }

    /// Gives the values of some rows that are single numbers, in any order.
    default void numbers(BatchScope batch, Bits rows, Numbers sink) {
        for (int row = rows.next(0); row >= 0; row = rows.next(row + 1)) {
            batch.pause(row);
            sink.value(row, read(batch, row));
        }
    }

    /// Collects values of the whole source, batch by batch.
    default ValueCollector collector(ValueSink sink) {
        return (batch, spans) -> values(batch, spans, sink::value);
    }

    /// Whether the source has dictionaries of exactly the values that its spans have.
    default boolean hasDictionaryOfAll() {
        return false;
    }

    /// Gives each value of those dictionaries.
    default void dictionaryValues(ValueSink sink) {
        throw new UnsupportedOperationException("a field without a dictionary");
    }

    /// Reads and tests each row by itself: for fields without a better way.
    interface ByRow extends BoundField {
        SpanSource source();

        @Override
        default Condition test(ValueTest test) {
            return new Rows(this, test::test);
        }

        @Override
        default Condition exists() {
            return new Rows(this, value -> Truth.of(!(value instanceof Value.Nil)));
        }
    }

    /// Each row of a field by itself.
    record Rows(ByRow field, Function<Value, Truth> test) implements Condition {
        @Override
        public Bits rows(BatchScope batch, boolean wanted, @Nullable Bits within) {
            int count = batch.rows(field.level());
            Bits rows = new Bits(count);
            Truth truth = Truth.of(wanted);
            for (int row = first(within, 0); row >= 0 && row < count; row = first(within, row + 1)) {
                batch.pause(row);
                if (test.apply(field.read(batch, row)) == truth) {
                    rows.set(row);
                }
            }
            return rows;
        }

        private static int first(@Nullable Bits within, int row) {
            return within == null ? row : within.next(row);
        }

        @Override
        public Bits batches(boolean wanted) {
            return Bits.all(field.source().batches());
        }

        @Override
        public int cost() {
            return 40;
        }
    }
}
