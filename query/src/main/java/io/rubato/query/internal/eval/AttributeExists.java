package io.rubato.query.internal.eval;

import io.rubato.query.internal.value.Value;
import io.rubato.storage.scan.Bits;
import io.rubato.storage.scan.Column;
import io.rubato.storage.scan.ValueType;
import io.rubato.storage.scan.Values;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Whether a row has an attribute; one in which nothing is set does not count.
record AttributeExists(AttributeField field) implements Condition {
    @Override
    public Bits rows(BatchScope batch, boolean wanted, @Nullable Bits within) {
        Bits rows = new Bits(batch.rows(field.level()));
        for (Column column : field.columns()) {
            Values values =
                    column.type() == ValueType.EMPTY ? null : batch.batch().values(column);
            if (values != null) {
                rows.or(values.present());
            }
        }
        ResidueEntries entries = field.residue(batch);
        List<Integer> extra = entries.rows();
        Bits taken = extra.isEmpty() ? rows : field.inColumns(batch);
        for (int i = 0; i < extra.size(); i++) {
            if (!taken.get(extra.get(i)) && !(entries.values().get(i) instanceof Value.Nil)) {
                rows.set(extra.get(i));
            }
        }
        if (!wanted) {
            rows.flip();
        }
        return rows;
    }

    @Override
    public Bits batches(boolean wanted) {
        int count = field.source().batches();
        if (!wanted) {
            return Bits.all(count);
        }
        Bits batches = new Bits(count);
        for (Column column : field.columns()) {
            if (column.type() != ValueType.EMPTY) {
                batches.or(column.batches());
            }
        }
        batches.or(field.residueBatches());
        return batches;
    }

    @Override
    public int cost() {
        return 2;
    }
}
