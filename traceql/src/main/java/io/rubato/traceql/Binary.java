package io.rubato.traceql;

/// An operator between two operands. Existence is written as a comparison with `nil`, on either side.
///
/// A run of more than [TraceQl#LONGEST_LEFT_RUN] operands joined by one of `&&` and `||` is a balanced tree instead of
/// a left-leaning one, so that the depth of a tree is small however long a list of alternatives is.
///
/// @param operator the operator
/// @param left left operand
/// @param right right operand
public record Binary(BinaryOperator operator, Expression left, Expression right) implements Expression {
    @Override
    public ValueType type() {
        return operator.arithmetic() ? Types.arithmetic(operator, left.type(), right.type()) : ValueType.BOOLEAN;
    }

    @Override
    public String toString() {
        return Printer.operand(left) + ' ' + operator + ' ' + Printer.operand(right);
    }
}
