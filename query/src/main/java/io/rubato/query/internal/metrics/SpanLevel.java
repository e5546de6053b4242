package io.rubato.query.internal.metrics;

import io.rubato.query.internal.eval.BatchScope;
import io.rubato.query.internal.eval.BoundField;
import io.rubato.query.internal.eval.RowCodes;
import io.rubato.query.internal.value.Value;
import io.rubato.storage.scan.AttributeLevel;
import java.util.Arrays;

/// A field as one value for each span: of events and links it is that of the first that has one.
///
/// @param field bound to a source
record SpanLevel(BoundField field) {
    RowCodes codes(BatchScope batch) {
        RowCodes all = field.codes(batch);
        if (field.level() == AttributeLevel.SPAN) {
            return all;
        }
        int none = all.size();
        int[] first = batch.firstRows(field.level());
        int[] codes = new int[batch.batch().rows()];
        for (int span = 0; span < codes.length; span++) {
            codes[span] = none;
            for (int i = first[span]; i < first[span + 1] && codes[span] == none; i++) {
                codes[span] = all.missing().test(all.codes()[i]) ? none : all.codes()[i];
            }
        }
        return new RowCodes(
                codes,
                none + 1,
                code -> code == none ? Value.NIL : all.values().apply(code),
                code -> code == none,
                code -> code == none ? none : all.first().applyAsInt(code));
    }

    double[] numbers(BatchScope batch) {
        double[] all = field.numbers(batch);
        if (field.level() == AttributeLevel.SPAN) {
            return all;
        }
        int[] first = batch.firstRows(field.level());
        double[] numbers = new double[batch.batch().rows()];
        Arrays.fill(numbers, Double.NaN);
        for (int span = 0; span < numbers.length; span++) {
            for (int i = first[span]; i < first[span + 1] && Double.isNaN(numbers[span]); i++) {
                numbers[span] = all[i];
            }
        }
        return numbers;
    }

    Value read(BatchScope batch, int span) {
        if (field.level() == AttributeLevel.SPAN) {
            return field.read(batch, span);
        }
        int[] first = batch.firstRows(field.level());
        for (int i = first[span]; i < first[span + 1]; i++) {
            Value value = field.read(batch, i);
            if (!(value instanceof Value.Nil)) {
                return value;
            }
        }
        return Value.NIL;
    }
}
