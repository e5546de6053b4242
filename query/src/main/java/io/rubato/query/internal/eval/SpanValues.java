package io.rubato.query.internal.eval;

import io.rubato.query.internal.value.Value;
import io.rubato.storage.scan.AttributeLevel;
import io.rubato.storage.scan.Bits;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/// The values of an expression for spans: one for each span, or, if it reads events or links, one for each of those.
/// Thread-safe.
public final class SpanValues {
    /// For fewer than one in so many rows it does not pay to look at all.
    private static final int FEW = 8;

    private final RowExpression expression;

    SpanValues(RowExpression expression) {
        this.expression = expression;
    }

    /// Gives the first value of each of some spans, or [Value#NIL]. Not thread-safe.
    public IntFunction<Value> firsts(BatchScope batch, Bits spans) {
        boolean few = spans.count() < spans.size() / FEW;
        if (few
                || !(expression instanceof RowExpression.Read(BoundField field)
                        && field.level() == AttributeLevel.SPAN)) {
            return span -> first(batch, span);
        }
        RowCodes codes = field.codes(batch);
        @Nullable Value[] known = new Value[codes.size()];
        return span -> {
            int code = codes.codes()[span];
            Value value = known[code];
            if (value == null) {
                value = codes.values().apply(code);
                known[code] = value;
            }
            return value;
        };
    }

    private Value first(BatchScope batch, int span) {
        if (expression instanceof RowExpression.Read(BoundField field) && field.level() == AttributeLevel.SPAN) {
            return field.read(batch, span);
        }
        Value[] first = {Value.NIL};
        RowExpression.visit(expression, batch, span, value -> {
            if (first[0] instanceof Value.Nil) {
                first[0] = value;
            }
        });
        return first[0];
    }

    /// Gives all single numbers of some spans, in any order.
    public void numbers(BatchScope batch, Bits spans, Numbers sink) {
        if (expression instanceof RowExpression.Read(BoundField field) && field.level() == AttributeLevel.SPAN) {
            field.numbers(batch, spans, sink);
            return;
        }
        for (int row = spans.next(0); row >= 0; row = spans.next(row + 1)) {
            batch.pause(row);
            int span = row;
            RowExpression.visit(expression, batch, row, value -> sink.value(span, value));
        }
    }
}
