package io.rubato.query.internal.eval;

import io.rubato.query.internal.value.LongRange;
import io.rubato.query.internal.value.TextTest;
import io.rubato.query.internal.value.Truth;
import io.rubato.query.internal.value.Value;
import io.rubato.query.internal.value.ValueTest;
import io.rubato.storage.scan.Bits;
import io.rubato.storage.scan.Column;
import io.rubato.storage.scan.Dictionary;
import io.rubato.storage.scan.SpanSource;
import io.rubato.storage.scan.ValueType;
import io.rubato.storage.scan.Values;
import org.jspecify.annotations.Nullable;

/// `value operator constant` on one column.
///
/// @param shared the codes of the column's own dictionary, or null when each batch brings its own or the type is not
///     coded
record ColumnTest(
        SpanSource source,
        Column column,
        ValueTest test,
        @Nullable Codes shared) {
    /// @param holds the codes whose value passes
    /// @param fails the codes whose value is known not to
    record Codes(Bits holds, Bits fails) {}

    static ColumnTest of(SpanSource source, Column column, ValueTest test) {
        Dictionary dictionary = column.dictionary();
        boolean coded = (column.type() == ValueType.STRING && test.text() != null) || column.type() == ValueType.ARRAY;
        return new ColumnTest(
                source, column, test, coded && dictionary != null ? codes(column.type(), dictionary, test) : null);
    }

    private static Codes codes(ValueType type, Dictionary dictionary, ValueTest test) {
        TextTest text = test.text();
        if (type == ValueType.STRING && text != null) {
            Bits holds = text.codes(dictionary);
            Bits fails = holds.copy();
            fails.flip();
            return new Codes(holds, fails);
        }
        Codes codes = new Codes(new Bits(dictionary.size()), new Bits(dictionary.size()));
        for (int code = 0; code < dictionary.size(); code++) {
            Truth truth = test.test(Value.of(WireValues.array(dictionary.value(code))));
            if (truth == Truth.TRUE) {
                codes.holds.set(code);
            } else if (truth == Truth.FALSE) {
                codes.fails.set(code);
            }
        }
        return codes;
    }

    /// Whether any value of the column's type compares with the constant.
    boolean isPossible() {
        return switch (column.type()) {
            case STRING -> test.text() != null;
            case BOOL -> test.bool() != null;
            case INT -> test.numbers() != null;
            case DOUBLE -> test.reals() != null;
            case ARRAY -> true;
            case BYTES, KVLIST, EMPTY, RESIDUE -> false;
        };
    }

    /// Adds the rows for which the outcome is `wanted`.
    void addTo(Bits rows, BatchScope batch, boolean wanted) {
        if (shared != null && (wanted ? shared.holds : shared.fails).isEmpty()) {
            return;
        }
        Values values = batch.batch().values(column);
        if (values == null) {
            return;
        }
        Kernels.spread(dense(values, wanted), values.present(), rows);
    }

    private Bits dense(Values values, boolean wanted) {
        if (column.type().isCoded()) {
            Codes codes = shared == null ? codes(column.type(), values.dictionary(), test) : shared;
            return Kernels.codes(values.codes(), values.count(), wanted ? codes.holds : codes.fails);
        }
        Bits dense = plain(values);
        if (!wanted) {
            dense.flip();
        }
        return dense;
    }

    private Bits plain(Values values) {
        LongRange numbers = test.numbers();
        if (column.type() == ValueType.DOUBLE && test.reals() != null) {
            return Kernels.reals(values.longs(), values.count(), test.reals());
        }
        if (column.type() == ValueType.BOOL && test.bool() != null) {
            long bool = test.bool() ? 1 : 0;
            return Kernels.range(values.longs(), values.count(), new LongRange(bool, bool));
        }
        return numbers == null ? new Bits(values.count()) : Kernels.range(values.longs(), values.count(), numbers);
    }

    Bits batches(boolean wanted) {
        if (shared != null) {
            Bits codes = wanted ? shared.holds : shared.fails;
            return codes.isEmpty() ? new Bits(source.batches()) : column.batchesWith(codes);
        }
        TextTest text = test.text();
        if (!wanted
                || column.type() != ValueType.STRING
                || text == null
                || text.exactly().isEmpty()) {
            return column.batches();
        }
        Bits batches = new Bits(source.batches());
        for (byte[] value : text.exactly()) {
            batches.or(column.batchesWith(value));
        }
        return batches;
    }

    int cost() {
        if (shared != null) {
            return 2;
        }
        return column.type().isCoded() ? 20 : 3;
    }
}
