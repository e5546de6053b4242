package io.rubato.query.internal.spanset;

import io.rubato.query.internal.value.Comparisons;
import io.rubato.query.internal.value.Truth;
import io.rubato.query.internal.value.Value;
import io.rubato.traceql.BinaryOperator;

/// A total order of numbers: by what they are worth, then by type.
final class NumberOrder {
    private NumberOrder() {}

    static int compare(Value left, Value right) {
        if (Comparisons.compare(BinaryOperator.LESS, left, right) == Truth.TRUE) {
            return -1;
        }
        if (Comparisons.compare(BinaryOperator.GREATER, left, right) == Truth.TRUE) {
            return 1;
        }
        if (left instanceof Value.Real(double a) && right instanceof Value.Real(double b)) {
            return Double.compare(a, b);
        }
        return Integer.compare(rank(left), rank(right));
    }

    private static int rank(Value number) {
        return number instanceof Value.Int ? 0 : number instanceof Value.Real ? 1 : 2;
    }
}
