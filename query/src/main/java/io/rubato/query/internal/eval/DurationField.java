package io.rubato.query.internal.eval;

import io.rubato.query.internal.value.LongRange;
import io.rubato.query.internal.value.Truth;
import io.rubato.query.internal.value.Value;
import io.rubato.query.internal.value.ValueTest;
import io.rubato.storage.scan.AttributeLevel;
import io.rubato.storage.scan.BatchStats;
import io.rubato.storage.scan.Bits;
import io.rubato.storage.scan.SpanField;
import io.rubato.storage.scan.SpanSource;
import org.jspecify.annotations.Nullable;

/// The span's duration, a negative one counting as 0.
record DurationField(SpanSource source) implements BoundField {
    @Override
    public AttributeLevel level() {
        return AttributeLevel.SPAN;
    }

    @Override
    public Value read(BatchScope batch, int row) {
        return new Value.Span(Math.max(0, batch.batch().longs(SpanField.DURATION)[row]));
    }

    @Override
    public void numbers(BatchScope batch, Bits rows, Numbers sink) {
        long[] durations = batch.batch().longs(SpanField.DURATION);
        for (int row = rows.next(0); row >= 0; row = rows.next(row + 1)) {
            sink.nanos(row, Math.max(0, durations[row]));
        }
    }

    @Override
    public Condition test(ValueTest test) {
        LongRange range = test.numbers();
        if (range == null) {
            return Logic.always(Truth.UNKNOWN, level(), source.batches());
        }
        // What passes as 0 passes as anything negative.
        LongRange stored = range.contains(0)
                ? new LongRange(Long.MIN_VALUE, range.high())
                : range.high() < 0 ? LongRange.NONE : range;
        return new Test(source, stored);
    }

    @Override
    public double[] numbers(BatchScope batch) {
        long[] stored = batch.batch().longs(SpanField.DURATION);
        double[] numbers = new double[batch.batch().rows()];
        for (int row = 0; row < numbers.length; row++) {
            numbers[row] = Math.max(0, stored[row]);
        }
        return numbers;
    }

    @Override
    public Condition exists() {
        return Logic.always(Truth.TRUE, level(), source.batches());
    }

    private record Test(SpanSource source, LongRange range) implements Condition {
        @Override
        public Bits rows(BatchScope batch, boolean wanted, @Nullable Bits within) {
            int count = batch.batch().rows();
            Bits rows = Kernels.range(batch.batch().longs(SpanField.DURATION), count, range);
            if (!wanted) {
                rows.flip();
            }
            return rows;
        }

        @Override
        public Bits batches(boolean wanted) {
            Bits batches = new Bits(source.batches());
            for (int i = 0; i < batches.size(); i++) {
                BatchStats stats = source.stats(i);
                boolean some = wanted
                        ? range.overlaps(stats.minDuration(), stats.maxDuration())
                        : !(range.contains(stats.minDuration()) && range.contains(stats.maxDuration()));
                if (some) {
                    batches.set(i);
                }
            }
            return batches;
        }

        @Override
        public int cost() {
            return 2;
        }
    }
}
