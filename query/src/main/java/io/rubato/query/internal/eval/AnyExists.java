package io.rubato.query.internal.eval;

import io.rubato.storage.scan.AttributeLevel;
import io.rubato.storage.scan.Bits;
import org.jspecify.annotations.Nullable;

/// Whether any event or link of a span has a value; false, not unknown, of a span without events.
record AnyExists(AttributeLevel level, Condition exists, int count) implements Condition {
    @Override
    public Bits rows(BatchScope batch, boolean wanted, @Nullable Bits within) {
        Bits rows = new AnyRow(level, exists).rows(batch, true, within);
        if (!wanted) {
            rows.flip();
        }
        return rows;
    }

    @Override
    public Bits batches(boolean wanted) {
        return wanted ? exists.batches(true) : Bits.all(count);
    }

    @Override
    public int cost() {
        return 3 + exists.cost();
    }
}
