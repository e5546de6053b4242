package io.rubato.query.internal.eval;

import io.rubato.query.internal.value.Arithmetic;
import io.rubato.query.internal.value.Comparisons;
import io.rubato.query.internal.value.Truth;
import io.rubato.query.internal.value.Value;
import io.rubato.storage.scan.AttributeLevel;
import io.rubato.traceql.BinaryOperator;
import java.util.function.Consumer;

/// An expression that is worked out span by span, for what has no form over columns. A field of events or links
/// belongs to the innermost comparison around it, which looks at each event and link in turn. Thread-safe.
sealed interface RowExpression {
    /// Rows being looked at; `event` and `link` are -1 while none is.
    record Cursor(BatchScope batch, int span, int event, int link) {}

    Value value(Cursor cursor);

    /// Whether the value changes with the events (or links) of a span.
    boolean reads(AttributeLevel level);

    record Constant(Value value) implements RowExpression {
        @Override
        public Value value(Cursor cursor) {
            return value;
        }

        @Override
        public boolean reads(AttributeLevel level) {
            return false;
        }
    }

    record Read(BoundField field) implements RowExpression {
        @Override
        public Value value(Cursor cursor) {
            int row = switch (field.level()) {
                case SPAN -> cursor.span;
                case EVENT -> cursor.event;
                case LINK -> cursor.link;
            };
            return row < 0 ? Value.NIL : field.read(cursor.batch, row);
        }

        @Override
        public boolean reads(AttributeLevel level) {
            return field.level() == level;
        }
    }

    record Calculation(BinaryOperator operator, RowExpression left, RowExpression right) implements RowExpression {
        @Override
        public Value value(Cursor cursor) {
            return Arithmetic.apply(operator, left.value(cursor), right.value(cursor));
        }

        @Override
        public boolean reads(AttributeLevel level) {
            return left.reads(level) || right.reads(level);
        }
    }

    record Negation(RowExpression operand) implements RowExpression {
        @Override
        public Value value(Cursor cursor) {
            return Arithmetic.negate(operand.value(cursor));
        }

        @Override
        public boolean reads(AttributeLevel level) {
            return operand.reads(level);
        }
    }

    /// A truth value used as an operand; it is of the span as a whole.
    record Test(RowTruth truth) implements RowExpression {
        @Override
        public Value value(Cursor cursor) {
            return Value.of(truth.of(cursor.batch, cursor.span));
        }

        @Override
        public boolean reads(AttributeLevel level) {
            return false;
        }
    }

    /// What is known of a span.
    @FunctionalInterface
    interface RowTruth {
        Truth of(BatchScope batch, int span);
    }

    /// `left operator right` of any event and link that the operands read.
    static RowTruth compare(BinaryOperator operator, RowExpression left, RowExpression right) {
        RowExpression both = new Calculation(BinaryOperator.ADD, left, right);
        return (batch, span) -> any(both, batch, span, cursor -> {
            Value a = left.value(cursor);
            return a instanceof Value.Nil ? Truth.UNKNOWN : Comparisons.compare(operator, a, right.value(cursor));
        });
    }

    /// Whether the operand has a value for any event and link that it reads.
    static RowTruth exists(RowExpression operand) {
        return (batch, span) -> {
            Truth truth = any(operand, batch, span, cursor -> Truth.of(!(operand.value(cursor) instanceof Value.Nil)));
            return Truth.of(truth == Truth.TRUE);
        };
    }

    /// Gives the value for each event and link that the expression reads.
    static void visit(RowExpression expression, BatchScope batch, int span, Consumer<Value> each) {
        int[] events = range(expression, AttributeLevel.EVENT, batch, span);
        int[] links = range(expression, AttributeLevel.LINK, batch, span);
        for (int event = events[0]; event < events[1]; event++) {
            for (int link = links[0]; link < links[1]; link++) {
                each.accept(expression.value(new Cursor(batch, span, event, link)));
            }
        }
    }

    private static Truth any(RowExpression read, BatchScope batch, int span, CursorTest test) {
        int[] events = range(read, AttributeLevel.EVENT, batch, span);
        int[] links = range(read, AttributeLevel.LINK, batch, span);
        Truth truth = Truth.UNKNOWN;
        for (int event = events[0]; event < events[1]; event++) {
            for (int link = links[0]; link < links[1]; link++) {
                truth = truth.any(test.of(new Cursor(batch, span, event, link)));
            }
        }
        return truth;
    }

    /// The rows of a span at a level, or one row that is none when the level is not read.
    private static int[] range(RowExpression read, AttributeLevel level, BatchScope batch, int span) {
        if (!read.reads(level)) {
            return new int[] {-1, 0};
        }
        int[] first = batch.firstRows(level);
        return new int[] {first[span], first[span + 1]};
    }

    /// What is known of one event and link.
    @FunctionalInterface
    interface CursorTest {
        Truth of(Cursor cursor);
    }
}
