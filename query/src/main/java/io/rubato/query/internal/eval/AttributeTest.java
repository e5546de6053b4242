package io.rubato.query.internal.eval;

import io.rubato.query.internal.value.Truth;
import io.rubato.query.internal.value.Value;
import io.rubato.storage.scan.Bits;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// `attribute operator constant`: the outcomes of its columns together.
///
/// @param columns those whose type goes with the constant
/// @param test for values of the residue
record AttributeTest(AttributeField field, List<ColumnTest> columns, Function<Value, Truth> test) implements Condition {
    @Override
    public Bits rows(BatchScope batch, boolean wanted, @Nullable Bits within) {
        Bits rows = new Bits(batch.rows(field.level()));
        for (ColumnTest column : columns) {
            column.addTo(rows, batch, wanted);
        }
        addResidue(rows, batch, Truth.of(wanted));
        return rows;
    }

    private void addResidue(Bits rows, BatchScope batch, Truth wanted) {
        ResidueEntries entries = field.residue(batch);
        List<Integer> extra = entries.rows();
        if (extra.isEmpty()) {
            return;
        }
        Bits taken = field.inColumns(batch);
        for (int i = 0; i < extra.size(); i++) {
            if (!taken.get(extra.get(i)) && test.apply(entries.values().get(i)) == wanted) {
                rows.set(extra.get(i));
            }
        }
    }

    @Override
    public Bits batches(boolean wanted) {
        Bits batches = new Bits(field.source().batches());
        for (ColumnTest column : columns) {
            batches.or(column.batches(wanted));
        }
        batches.or(field.residueBatches());
        return batches;
    }

    @Override
    public int cost() {
        return 1 + columns.stream().mapToInt(ColumnTest::cost).sum() + (field.residue() == null ? 0 : 5);
    }
}
