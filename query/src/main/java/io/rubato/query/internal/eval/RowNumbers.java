package io.rubato.query.internal.eval;

import io.rubato.query.internal.value.Value;
import io.rubato.storage.scan.Bits;
import io.rubato.storage.scan.Column;
import io.rubato.storage.scan.ValueType;
import io.rubato.storage.scan.Values;
import java.util.Arrays;

/// The values of the rows of one batch as floating-point numbers, for measuring: lengths of time in nanoseconds, NaN
/// where there is no number.
final class RowNumbers {
    private RowNumbers() {}

    static double of(Value value) {
        return switch (value) {
            case Value.Int(long number) -> number;
            case Value.Real(double number) -> number;
            case Value.Span(long nanos) -> nanos;
            case Value.Nil _, Value.Text _, Value.Bool _, Value.Status _, Value.Kind _ -> Double.NaN;
            case Value.Id _, Value.Many _, Value.Opaque _ -> Double.NaN;
        };
    }

    static double[] byRow(BoundField field, BatchScope batch) {
        double[] numbers = new double[batch.rows(field.level())];
        for (int row = 0; row < numbers.length; row++) {
            numbers[row] = of(field.read(batch, row));
        }
        return numbers;
    }

    static double[] ofLongs(long[] values, int count) {
        double[] numbers = new double[count];
        for (int row = 0; row < count; row++) {
            numbers[row] = values[row];
        }
        return numbers;
    }

    static double[] of(AttributeField field, BatchScope batch) {
        double[] numbers = new double[batch.rows(field.level())];
        Arrays.fill(numbers, Double.NaN);
        for (Column column : field.columns()) {
            boolean real = column.type() == ValueType.DOUBLE;
            Values values =
                    real || column.type() == ValueType.INT ? batch.batch().values(column) : null;
            if (values != null) {
                spread(values, real, numbers);
            }
        }
        ResidueEntries entries = field.residue(batch);
        if (!entries.rows().isEmpty()) {
            Bits taken = field.inColumns(batch);
            for (int i = 0; i < entries.rows().size(); i++) {
                int row = entries.rows().get(i);
                if (!taken.get(row)) {
                    numbers[row] = of(entries.values().get(i));
                }
            }
        }
        return numbers;
    }

    private static void spread(Values values, boolean real, double[] numbers) {
        long[] words = values.present().words();
        long[] longs = values.longs();
        int position = 0;
        for (int w = 0; w < words.length; w++) {
            for (long word = words[w]; word != 0; word &= word - 1) {
                long value = longs[position++];
                numbers[(w << 6) + Long.numberOfTrailingZeros(word)] = real ? Double.longBitsToDouble(value) : value;
            }
        }
    }
}
