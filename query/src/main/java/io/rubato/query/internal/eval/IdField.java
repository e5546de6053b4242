package io.rubato.query.internal.eval;

import io.rubato.query.internal.value.Comparisons;
import io.rubato.query.internal.value.LongRange;
import io.rubato.query.internal.value.Value;
import io.rubato.query.internal.value.ValueTest;
import io.rubato.storage.scan.AttributeLevel;
import io.rubato.storage.scan.Bits;
import io.rubato.storage.scan.SpanSource;
import io.rubato.traceql.BinaryOperator;
import org.jspecify.annotations.Nullable;

/// An id of 8 bytes that every row has: of the span, its parent, or the span a link points at.
record IdField(SpanSource source, AttributeLevel level, LongField.Column ids) implements BoundField.ByRow {
    private static final int DIGITS = 16;

    @Override
    public Value read(BatchScope batch, int row) {
        return new Value.Id(0, ids.of(batch)[row], DIGITS);
    }

    @Override
    public Condition test(ValueTest test) {
        if (test.operator() == BinaryOperator.EQUAL && test.constant() instanceof Value.Text(String text)) {
            String hex = Comparisons.padded(text, DIGITS);
            if (hex.length() == DIGITS && hex.chars().allMatch(c -> Character.digit(c, 16) >= 0 && c < 128)) {
                return new Equal(this, Long.parseUnsignedLong(hex, 16));
            }
        }
        return ByRow.super.test(test);
    }

    private record Equal(IdField field, long id) implements Condition {
        @Override
        public Bits rows(BatchScope batch, boolean wanted, @Nullable Bits within) {
            int count = batch.rows(field.level);
            if (count == 0) {
                return new Bits(0);
            }
            Bits rows = Kernels.range(field.ids.of(batch), count, new LongRange(id, id));
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
            return 2;
        }
    }
}
