package io.rubato.query.internal.eval;

import io.rubato.query.internal.value.LongRange;
import io.rubato.query.internal.value.Value;
import io.rubato.query.internal.value.ValueTest;
import io.rubato.storage.scan.AttributeLevel;
import io.rubato.storage.scan.Bits;
import io.rubato.storage.scan.SpanField;
import io.rubato.storage.scan.SpanSource;
import org.jspecify.annotations.Nullable;

/// `nestedSetParent`. Only roots are below 0, so that `nestedSetParent < 0` needs no numbering.
record NestedParentField(SpanSource source, LongField field) implements BoundField {
    static NestedParentField of(SpanSource source) {
        return new NestedParentField(
                source,
                new LongField(source, AttributeLevel.SPAN, 60, batch -> batch.nesting().parent, Value.Int::new));
    }

    @Override
    public AttributeLevel level() {
        return AttributeLevel.SPAN;
    }

    @Override
    public Value read(BatchScope batch, int row) {
        return field.read(batch, row);
    }

    @Override
    public Condition test(ValueTest test) {
        LongRange range = test.numbers();
        if (range == null) {
            return field.test(test);
        }
        boolean none = !range.overlaps(0, Long.MAX_VALUE);
        boolean all = range.contains(0) && range.contains(Long.MAX_VALUE);
        return none || all ? new Roots(source, range.contains(-1), all) : field.test(test);
    }

    @Override
    public Condition exists() {
        return field.exists();
    }

    /// @param roots whether it is true of roots
    /// @param others whether it is true of all others
    private record Roots(SpanSource source, boolean roots, boolean others) implements Condition {
        @Override
        public Bits rows(BatchScope batch, boolean wanted, @Nullable Bits within) {
            int count = batch.batch().rows();
            if (roots == others) {
                return roots == wanted ? Bits.all(count) : new Bits(count);
            }
            Bits rows = Kernels.range(batch.batch().longs(SpanField.PARENT_ID), count, new LongRange(0, 0));
            if (roots != wanted) {
                rows.flip();
            }
            return rows;
        }

        @Override
        public Bits batches(boolean wanted) {
            return Bits.all(source.batches());
        }

        @Override
        public int cost() {
            return 2;
        }
    }
}
