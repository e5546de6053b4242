package io.rubato.query.internal.eval;

import io.rubato.query.internal.value.Truth;
import io.rubato.storage.scan.AttributeLevel;
import io.rubato.storage.scan.Bits;
import io.rubato.storage.scan.CodedField;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/// A condition on a coded field, worked out for each code beforehand.
///
/// @param holds the codes it is true of
/// @param fails the codes it is false of
record TableTest(CodedField field, AttributeLevel level, int batches, Bits holds, Bits fails) implements Condition {
    static TableTest of(CodedField field, AttributeLevel level, int batches, int codes, IntFunction<Truth> test) {
        Bits holds = new Bits(codes);
        Bits fails = new Bits(codes);
        for (int code = 0; code < codes; code++) {
            switch (test.apply(code)) {
                case TRUE -> holds.set(code);
                case FALSE -> fails.set(code);
                case UNKNOWN -> {}
            }
        }
        return new TableTest(field, level, batches, holds, fails);
    }

    private Bits table(boolean wanted) {
        return wanted ? holds : fails;
    }

    @Override
    public Bits rows(BatchScope batch, boolean wanted, @Nullable Bits within) {
        int rows = batch.rows(level);
        Bits table = table(wanted);
        if (rows == 0 || table.isEmpty()) {
            return new Bits(rows);
        }
        return Kernels.codes(batch.batch().codes(field), rows, table);
    }

    @Override
    public Bits batches(boolean wanted) {
        return table(wanted).isEmpty() ? new Bits(batches) : Bits.all(batches);
    }

    @Override
    public int cost() {
        return 1;
    }
}
