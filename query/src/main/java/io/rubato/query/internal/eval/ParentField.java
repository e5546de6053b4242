package io.rubato.query.internal.eval;

import io.rubato.query.internal.value.Value;
import io.rubato.query.internal.value.ValueTest;
import io.rubato.storage.scan.AttributeLevel;
import io.rubato.storage.scan.Bits;
import org.jspecify.annotations.Nullable;

/// A field of the parent span; missing where the parent is not stored.
record ParentField(BoundField field) implements BoundField {
    @Override
    public AttributeLevel level() {
        return AttributeLevel.SPAN;
    }

    @Override
    public Value read(BatchScope batch, int row) {
        int parent = batch.batch().parents()[row];
        return parent < 0 ? Value.NIL : field.read(batch, parent);
    }

    @Override
    public Condition test(ValueTest test) {
        return new OfParent(field.test(test), false);
    }

    @Override
    public Condition exists() {
        return new OfParent(field.exists(), true);
    }

    /// @param orphans whether the condition is false rather than unknown of spans without a parent
    private record OfParent(Condition condition, boolean orphans) implements Condition {
        @Override
        public Bits rows(BatchScope batch, boolean wanted, @Nullable Bits within) {
            Bits ofParents = condition.rows(batch, wanted, null);
            int[] parents = batch.batch().parents();
            Bits rows = new Bits(ofParents.size());
            for (int row = 0; row < rows.size(); row++) {
                if (parents[row] < 0 ? orphans && !wanted : ofParents.get(parents[row])) {
                    rows.set(row);
                }
            }
            return rows;
        }

        @Override
        public Bits batches(boolean wanted) {
            Bits batches = condition.batches(wanted);
            return orphans && !wanted ? Bits.all(batches.size()) : batches;
        }

        @Override
        public int cost() {
            return 3 + condition.cost();
        }
    }
}
