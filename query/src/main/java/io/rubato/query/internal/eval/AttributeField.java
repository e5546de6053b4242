package io.rubato.query.internal.eval;

import io.rubato.query.internal.value.Value;
import io.rubato.query.internal.value.ValueTest;
import io.rubato.storage.scan.AttributeLevel;
import io.rubato.storage.scan.Bits;
import io.rubato.storage.scan.Column;
import io.rubato.storage.scan.Dictionary;
import io.rubato.storage.scan.SpanSource;
import io.rubato.storage.scan.ValueType;
import io.rubato.storage.scan.Values;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// An attribute of spans, events or links: its columns, one for each type, and what the residue has under its key.
///
/// @param residueBatches the batches whose residue may have the key
record AttributeField(
        SpanSource source,
        AttributeLevel level,
        String key,
        List<Column> columns,
        @Nullable Column residue,
        Bits residueBatches)
        implements BoundField {
    static AttributeField of(SpanSource source, AttributeLevel level, String key) {
        Column residue = source.residue(level);
        Bits batches = residue == null
                ? new Bits(source.batches())
                : residue.batchesWith(key.getBytes(StandardCharsets.UTF_8));
        return new AttributeField(
                source, level, key, source.columns(level, key), batches.isEmpty() ? null : residue, batches);
    }

    /// What the batch's residue has under the key.
    ResidueEntries residue(BatchScope batch) {
        return residue == null || !residueBatches.get(batch.number())
                ? ResidueEntries.NONE
                : batch.residue(residue, key);
    }

    @Override
    public Value read(BatchScope batch, int row) {
        for (Column column : columns) {
            Values values = batch.batch().values(column);
            if (values != null && values.present().get(row)) {
                return ColumnValues.of(column, values, batch.position(values, row));
            }
        }
        return residue(batch).at(row);
    }

    /// The rows that have the key in a column, whatever its value; later values of theirs in the residue do not count.
    Bits inColumns(BatchScope batch) {
        Bits rows = new Bits(batch.rows(level));
        for (Column column : columns) {
            Values values = batch.batch().values(column);
            if (values != null) {
                rows.or(values.present());
            }
        }
        return rows;
    }

    @Override
    public void numbers(BatchScope batch, Bits rows, Numbers sink) {
        for (Column column : columns) {
            boolean real = column.type() == ValueType.DOUBLE;
            if (!real && column.type() != ValueType.INT) {
                continue;
            }
            Values values = batch.batch().values(column);
            if (values != null) {
                numbers(values, real, rows, sink);
            }
        }
        ResidueEntries entries = residue(batch);
        Bits before = entries.rows().isEmpty() ? rows : inColumns(batch);
        for (int row : entries.rows()) {
            if (rows.get(row) && !before.get(row)) {
                sink.value(row, read(batch, row));
            }
        }
    }

    private static void numbers(Values values, boolean real, Bits rows, Numbers sink) {
        long[] numbers = values.longs();
        Bits present = values.present();
        int position = 0;
        for (int row = present.next(0); row >= 0; row = present.next(row + 1)) {
            long number = numbers[position++];
            if (!rows.get(row)) {
                continue;
            }
            if (real) {
                sink.real(row, Double.longBitsToDouble(number));
            } else {
                sink.whole(row, number);
            }
        }
    }

    @Override
    public Condition test(ValueTest test) {
        return new AttributeTest(
                this,
                columns.stream()
                        .map(column -> ColumnTest.of(source, column, test))
                        .filter(ColumnTest::isPossible)
                        .toList(),
                test::test);
    }

    @Override
    public Condition exists() {
        return new AttributeExists(this);
    }

    @Override
    public RowCodes codes(BatchScope batch) {
        return AttributeCodes.of(this, batch);
    }

    @Override
    public double[] numbers(BatchScope batch) {
        return RowNumbers.of(this, batch);
    }

    @Override
    public ValueCollector collector(ValueSink sink) {
        return new AttributeCollector(this, sink);
    }

    @Override
    public boolean hasDictionaryOfAll() {
        return residue == null
                && columns.stream().allMatch(column -> column.type().isCoded() && column.dictionary() != null);
    }

    @Override
    public void dictionaryValues(ValueSink sink) {
        for (Column column : columns) {
            Dictionary dictionary = Objects.requireNonNull(column.dictionary());
            AttributeCollector.give(column, dictionary, Bits.all(dictionary.size()), sink);
        }
    }
}
