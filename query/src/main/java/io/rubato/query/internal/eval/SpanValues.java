package io.rubato.query.internal.eval;

import io.rubato.query.internal.value.Value;
import io.rubato.storage.scan.AttributeLevel;
import io.rubato.storage.scan.Bits;

/// The values of an expression for spans: one for each span, or, if it reads events or links, one for each of those.
/// Thread-safe.
public final class SpanValues {
    private final RowExpression expression;

    SpanValues(RowExpression expression) {
        this.expression = expression;
    }

    /// The first value that the span has, or [Value#NIL].
    public Value first(BatchScope batch, int span) {
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
