package io.rubato.traceql;

/// An operator in front of an operand. The parser folds the minus of a number into the [Literal].
///
/// @param operator the operator
/// @param operand what it applies to
public record Unary(UnaryOperator operator, Expression operand) implements Expression {
    @Override
    public ValueType type() {
        return operator == UnaryOperator.NOT ? ValueType.BOOLEAN : operand.type();
    }

    @Override
    public String toString() {
        return operator + Printer.operand(operand);
    }
}
