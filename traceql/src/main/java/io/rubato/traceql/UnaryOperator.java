package io.rubato.traceql;

/// An operator in front of one operand; `toString()` is its symbol.
public enum UnaryOperator {
    /// `-x` of a number.
    NEGATE("-"),
    /// `!x` of a truth value.
    NOT("!");

    private final String symbol;

    UnaryOperator(String symbol) {
        this.symbol = symbol;
    }

    @Override
    public String toString() {
        return symbol;
    }
}
