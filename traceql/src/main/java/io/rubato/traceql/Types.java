package io.rubato.traceql;

/// Static types of operations.
final class Types {
    private Types() {}

    /// Type of `left operator right`; [ValueType#UNKNOWN] if an operand's is, or if the operands make no number.
    static ValueType arithmetic(BinaryOperator operator, ValueType left, ValueType right) {
        if (!left.numeric() || !right.numeric()) {
            return ValueType.UNKNOWN;
        }
        if (left == ValueType.DURATION && right == ValueType.DURATION && operator == BinaryOperator.DIVIDE) {
            return ValueType.FLOAT;
        }
        if (left == ValueType.DURATION || right == ValueType.DURATION) {
            return ValueType.DURATION;
        }
        return left == ValueType.FLOAT || right == ValueType.FLOAT ? ValueType.FLOAT : ValueType.INT;
    }
}
