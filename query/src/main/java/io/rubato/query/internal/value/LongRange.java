package io.rubato.query.internal.value;

import io.rubato.traceql.BinaryOperator;

/// The whole numbers from `low` to `high`, both included; none when `low` is above `high`.
public record LongRange(long low, long high) {
    public static final LongRange NONE = new LongRange(Long.MAX_VALUE, Long.MIN_VALUE);

    /// The numbers `n` for which `n operator bound` holds.
    ///
    /// @param operator one of `= < <= > >=`
    public static LongRange of(BinaryOperator operator, long bound) {
        return switch (operator) {
            case EQUAL -> new LongRange(bound, bound);
            case LESS -> bound == Long.MIN_VALUE ? NONE : new LongRange(Long.MIN_VALUE, bound - 1);
            case LESS_EQUAL -> new LongRange(Long.MIN_VALUE, bound);
            case GREATER -> bound == Long.MAX_VALUE ? NONE : new LongRange(bound + 1, Long.MAX_VALUE);
            case GREATER_EQUAL -> new LongRange(bound, Long.MAX_VALUE);
            case NOT_EQUAL, REGEX, NOT_REGEX, AND, OR, ADD, SUBTRACT, MULTIPLY, DIVIDE, MODULO, POWER ->
                throw new IllegalArgumentException("operator: " + operator + " (expected: = < <= > >=)");
        };
    }

    /// The numbers `n` for which `n operator bound` holds.
    public static LongRange of(BinaryOperator operator, double bound) {
        if (Double.isNaN(bound)) {
            return NONE;
        }
        boolean less = operator == BinaryOperator.LESS || operator == BinaryOperator.LESS_EQUAL;
        if (bound >= 0x1p63 || bound < -0x1p63) {
            boolean all = operator != BinaryOperator.EQUAL && less == bound > 0;
            return all ? new LongRange(Long.MIN_VALUE, Long.MAX_VALUE) : NONE;
        }
        long floor = (long) Math.floor(bound);
        if (floor == bound) {
            return of(operator, floor);
        }
        if (operator == BinaryOperator.EQUAL) {
            return NONE;
        }
        return of(less ? BinaryOperator.LESS_EQUAL : BinaryOperator.GREATER, floor);
    }

    public boolean contains(long value) {
        return low <= value && value <= high;
    }

    public boolean isEmpty() {
        return low > high;
    }

    /// Whether the range has a number of `from` to `to`.
    public boolean overlaps(long from, long to) {
        return !isEmpty() && low <= to && from <= high;
    }
}
