package io.rubato.query.internal.eval;

import io.rubato.query.internal.value.Truth;
import io.rubato.query.internal.value.Value;
import io.rubato.query.internal.value.ValueTest;
import io.rubato.storage.scan.AttributeLevel;
import io.rubato.storage.scan.Bits;
import io.rubato.storage.scan.SpanSource;
import java.util.Arrays;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// A field of the whole trace.
///
/// @param value of the trace with that number in the batch
record TraceField(SpanSource source, TraceValue value) implements BoundField {
    /// A value of a trace.
    @FunctionalInterface
    interface TraceValue {
        Value of(BatchScope batch, int trace);
    }

    @Override
    public AttributeLevel level() {
        return AttributeLevel.SPAN;
    }

    @Override
    public Value read(BatchScope batch, int row) {
        return value.of(batch, batch.traceOf()[row]);
    }

    @Override
    public RowCodes codes(BatchScope batch) {
        RowCodes.Builder builder = new RowCodes.Builder();
        int[] codes = new int[batch.batch().rows()];
        int[] starts = batch.batch().traceStarts();
        for (int trace = 0; trace < batch.batch().traces(); trace++) {
            Arrays.fill(codes, starts[trace], starts[trace + 1], builder.code(value.of(batch, trace)));
        }
        return builder.build(codes);
    }

    @Override
    public double[] numbers(BatchScope batch) {
        double[] numbers = new double[batch.batch().rows()];
        int[] starts = batch.batch().traceStarts();
        for (int trace = 0; trace < batch.batch().traces(); trace++) {
            Arrays.fill(numbers, starts[trace], starts[trace + 1], RowNumbers.of(value.of(batch, trace)));
        }
        return numbers;
    }

    @Override
    public Condition test(ValueTest test) {
        return new Test(source, value, test::test);
    }

    @Override
    public Condition exists() {
        return new Test(source, value, read -> Truth.of(!(read instanceof Value.Nil)));
    }

    @Override
    public void values(BatchScope batch, @Nullable Bits spans, Consumer<Value> each) {
        int[] starts = batch.batch().traceStarts();
        for (int trace = 0; trace < batch.batch().traces(); trace++) {
            int next = spans == null ? starts[trace] : spans.next(starts[trace]);
            if (next >= 0 && next < starts[trace + 1]) {
                each.accept(value.of(batch, trace));
            }
        }
    }

    private record Test(SpanSource source, TraceValue value, Function<Value, Truth> test) implements Condition {
        @Override
        public Bits rows(BatchScope batch, boolean wanted, @Nullable Bits within) {
            Bits rows = new Bits(batch.batch().rows());
            int[] starts = batch.batch().traceStarts();
            Truth truth = Truth.of(wanted);
            for (int trace = 0; trace < batch.batch().traces(); trace++) {
                if (within != null) {
                    int next = within.next(starts[trace]);
                    if (next < 0 || next >= starts[trace + 1]) {
                        continue;
                    }
                }
                if (test.apply(value.of(batch, trace)) == truth) {
                    rows.setRange(starts[trace], starts[trace + 1]);
                }
            }
            return rows;
        }

        @Override
        public Bits batches(boolean wanted) {
            return Bits.all(source.batches());
        }

        @Override
        public int cost() {
            return 4;
        }
    }
}
