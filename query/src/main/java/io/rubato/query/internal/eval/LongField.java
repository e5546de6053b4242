package io.rubato.query.internal.eval;

import io.rubato.query.internal.value.LongRange;
import io.rubato.query.internal.value.Truth;
import io.rubato.query.internal.value.Value;
import io.rubato.query.internal.value.ValueTest;
import io.rubato.storage.scan.AttributeLevel;
import io.rubato.storage.scan.Bits;
import io.rubato.storage.scan.SpanSource;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/// A number that every row has and that is at hand as an array: child count, nested set numbers, event times.
///
/// @param numbers the rows of a batch; the array may be longer
/// @param type makes the value of a number: an integer or a length of time
record LongField(SpanSource source, AttributeLevel level, int cost, Column numbers, LongFunction<Value> type)
        implements BoundField {
    /// Numbers of the rows of a batch.
    @FunctionalInterface
    interface Column {
        long[] of(BatchScope batch);
    }

    @Override
    public Value read(BatchScope batch, int row) {
        return type.apply(numbers.of(batch)[row]);
    }

    @Override
    public Condition test(ValueTest test) {
        LongRange range = test.numbers();
        return range == null ? Logic.always(Truth.UNKNOWN, level, source.batches()) : new Test(this, range);
    }

    @Override
    public double[] numbers(BatchScope batch) {
        int count = batch.rows(level);
        return count == 0 ? new double[0] : RowNumbers.ofLongs(numbers.of(batch), count);
    }

    @Override
    public Condition exists() {
        return Logic.always(Truth.TRUE, level, source.batches());
    }

    private record Test(LongField field, LongRange range) implements Condition {
        @Override
        public Bits rows(BatchScope batch, boolean wanted, @Nullable Bits within) {
            int count = batch.rows(field.level);
            if (count == 0) {
                return new Bits(0);
            }
            Bits rows = Kernels.range(field.numbers.of(batch), count, range);
            if (!wanted) {
                rows.flip();
            }
            return rows;
        }

        @Override
        public Bits batches(boolean wanted) {
            return Bits.all(field.source.batches());
        }

        @Override
        public int cost() {
            return field.cost;
        }
    }
}
