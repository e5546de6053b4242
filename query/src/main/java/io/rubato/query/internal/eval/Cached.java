package io.rubato.query.internal.eval;

import io.rubato.storage.scan.Bits;
import org.jspecify.annotations.Nullable;

/// Keeps what a condition says of batches: it is asked for every batch, and index look-ups are not free.
final class Cached implements Condition {
    private final Condition condition;
    private volatile @Nullable Bits trueIn;
    private volatile @Nullable Bits falseIn;

    private Cached(Condition condition) {
        this.condition = condition;
    }

    static Condition of(Condition condition) {
        return condition instanceof Cached ? condition : new Cached(condition);
    }

    @Override
    public Bits rows(BatchScope batch, boolean wanted, @Nullable Bits within) {
        return condition.rows(batch, wanted, within);
    }

    @Override
    public Bits batches(boolean wanted) {
        Bits known = wanted ? trueIn : falseIn;
        if (known == null) {
            known = condition.batches(wanted);
            if (wanted) {
                trueIn = known;
            } else {
                falseIn = known;
            }
        }
        return known;
    }

    @Override
    public int cost() {
        return condition.cost();
    }
}
