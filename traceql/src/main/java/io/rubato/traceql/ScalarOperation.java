package io.rubato.traceql;

/// Arithmetic on two scalars that are not both constant.
///
/// @param operator one of `+ - * / % ^`
/// @param left left operand
/// @param right right operand
public record ScalarOperation(BinaryOperator operator, ScalarExpression left, ScalarExpression right)
        implements ScalarExpression {
    @Override
    public ValueType type() {
        return Types.arithmetic(operator, left.type(), right.type());
    }

    @Override
    public String toString() {
        return Printer.operand(left) + ' ' + operator + ' ' + Printer.operand(right);
    }
}
