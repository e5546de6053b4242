package io.rubato.traceql;

/// A comparison of two numbers of a spanset, at least one of which has an [Aggregate] in it.
///
/// @param operator one of `= != < <= > >=`
/// @param left left side
/// @param right right side
public record ScalarFilter(BinaryOperator operator, ScalarExpression left, ScalarExpression right) implements Stage {
    @Override
    public String toString() {
        return Printer.operand(left) + ' ' + operator + ' ' + Printer.operand(right);
    }
}
