package io.rubato.query.internal.eval;

import io.rubato.storage.scan.AttributeLevel;
import io.rubato.storage.scan.Bits;
import org.jspecify.annotations.Nullable;

/// A condition on events or links, of the span that has them: true if it is true of any, false if it is known of at
/// least one and true of none.
record AnyRow(AttributeLevel level, Condition condition) implements Condition {
    @Override
    public Bits rows(BatchScope batch, boolean wanted, @Nullable Bits within) {
        Bits holds = owners(batch, condition.rows(batch, true, null));
        if (wanted) {
            return holds;
        }
        Bits fails = owners(batch, condition.rows(batch, false, null));
        fails.andNot(holds);
        return fails;
    }

    private Bits owners(BatchScope batch, Bits rows) {
        Bits spans = new Bits(batch.rows(AttributeLevel.SPAN));
        int row = rows.next(0);
        if (row < 0) {
            return spans;
        }
        int[] owners = batch.batch().owners(level);
        for (; row >= 0; row = rows.next(row + 1)) {
            spans.set(owners[row]);
        }
        return spans;
    }

    @Override
    public Bits batches(boolean wanted) {
        return condition.batches(wanted);
    }

    @Override
    public int cost() {
        return 3 + condition.cost();
    }
}
