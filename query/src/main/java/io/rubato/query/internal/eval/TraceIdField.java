package io.rubato.query.internal.eval;

import io.rubato.query.internal.value.Comparisons;
import io.rubato.query.internal.value.Value;
import io.rubato.query.internal.value.ValueTest;
import io.rubato.storage.model.TraceId;
import io.rubato.storage.scan.AttributeLevel;
import io.rubato.storage.scan.Bits;
import io.rubato.storage.scan.SpanSource;
import io.rubato.traceql.BinaryOperator;
import org.jspecify.annotations.Nullable;

/// The trace's id; a source finds equal ones by its index.
record TraceIdField(SpanSource source, TraceField field) implements BoundField {
    private static final int DIGITS = 32;

    static TraceIdField of(SpanSource source) {
        return new TraceIdField(source, new TraceField(source, (batch, trace) -> {
            TraceId id = batch.batch().traceId(trace);
            return new Value.Id(id.high(), id.low(), DIGITS);
        }));
    }

    @Override
    public AttributeLevel level() {
        return AttributeLevel.SPAN;
    }

    @Override
    public Value read(BatchScope batch, int row) {
        return field.read(batch, row);
    }

    @Override
    public Condition test(ValueTest test) {
        if (test.operator() == BinaryOperator.EQUAL && test.constant() instanceof Value.Text(String text)) {
            String hex = Comparisons.padded(text, DIGITS);
            if (hex.length() == DIGITS && hex.chars().allMatch(c -> Character.digit(c, 16) >= 0 && c < 128)) {
                return new Equal(source, source.findTrace(TraceId.parse(hex)));
            }
        }
        return field.test(test);
    }

    @Override
    public Condition exists() {
        return field.exists();
    }

    /// @param trace its number, or -1
    private record Equal(SpanSource source, int trace) implements Condition {
        @Override
        public Bits rows(BatchScope batch, boolean wanted, @Nullable Bits within) {
            Bits rows = new Bits(batch.batch().rows());
            int local = trace - batch.batch().firstTrace();
            if (trace >= 0 && local >= 0 && local < batch.batch().traces()) {
                int[] starts = batch.batch().traceStarts();
                rows.setRange(starts[local], starts[local + 1]);
            }
            if (!wanted) {
                rows.flip();
            }
            return rows;
        }

        @Override
        public Bits batches(boolean wanted) {
            if (!wanted) {
                return Bits.all(source.batches());
            }
            Bits batches = new Bits(source.batches());
            if (trace >= 0) {
                batches.set(source.batchOf(trace));
            }
            return batches;
        }

        @Override
        public int cost() {
            return 0;
        }
    }
}
