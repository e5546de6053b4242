package io.rubato.query.internal.spanset;

import io.rubato.query.internal.eval.Condition;
import io.rubato.storage.scan.Bits;

/// `{ condition }`.
record FilterStep(Condition condition) implements Step {
    @Override
    public Bits batches() {
        return condition.batches(true);
    }

    @Override
    public Spansets apply(Spansets input) {
        if (!input.isWhole()) {
            Bits within = input.rows();
            Bits rows = condition.rows(input.batch(), true, within);
            rows.and(within);
            return input.with(rows);
        }
        Bits rows = condition.rows(input.batch(), true, null);
        input.batch().hide(rows);
        return input.with(rows);
    }
}
