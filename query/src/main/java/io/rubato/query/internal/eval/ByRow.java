package io.rubato.query.internal.eval;

import io.rubato.query.internal.value.Truth;
import io.rubato.storage.scan.Bits;
import io.rubato.storage.scan.SpanSource;
import org.jspecify.annotations.Nullable;

/// A condition that is worked out span by span.
record ByRow(SpanSource source, RowExpression.RowTruth truth) implements Condition {
    @Override
    public Bits rows(BatchScope batch, boolean wanted, @Nullable Bits within) {
        int count = batch.batch().rows();
        Bits rows = new Bits(count);
        Truth expected = Truth.of(wanted);
        int row = within == null ? 0 : within.next(0);
        while (row >= 0 && row < count) {
            batch.pause(row);
            if (truth.of(batch, row) == expected) {
                rows.set(row);
            }
            row = within == null ? row + 1 : within.next(row + 1);
        }
        return rows;
    }

    @Override
    public Bits batches(boolean wanted) {
        return Bits.all(source.batches());
    }

    @Override
    public int cost() {
        return 100;
    }
}
