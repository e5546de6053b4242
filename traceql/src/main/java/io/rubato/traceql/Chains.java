package io.rubato.traceql;

import java.util.List;
import java.util.function.BinaryOperator;

/// Joins operands of one associative operator.
final class Chains {
    private Chains() {}

    /// To the left if they are few, else balanced; see [TraceQl#LONGEST_LEFT_RUN].
    static <T> T join(List<T> operands, BinaryOperator<T> join) {
        return operands.size() <= TraceQl.LONGEST_LEFT_RUN
                ? operands.stream().reduce(join).orElseThrow()
                : balanced(operands, join);
    }

    private static <T> T balanced(List<T> operands, BinaryOperator<T> join) {
        int size = operands.size();
        if (size == 1) {
            return operands.getFirst();
        }
        return join.apply(
                balanced(operands.subList(0, size / 2), join), balanced(operands.subList(size / 2, size), join));
    }

    /// How many levels [#join] puts above the operands.
    static int levels(int size) {
        return size <= TraceQl.LONGEST_LEFT_RUN ? size - 1 : 32 - Integer.numberOfLeadingZeros(size - 1);
    }
}
