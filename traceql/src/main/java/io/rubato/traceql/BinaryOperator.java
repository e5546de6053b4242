package io.rubato.traceql;

/// An operator between two values; `toString()` is its symbol.
public enum BinaryOperator {
    /// Both hold. Shares one precedence level with [#OR].
    AND("&&"),
    /// Either holds.
    OR("||"),
    /// Equal.
    EQUAL("="),
    /// Not equal.
    NOT_EQUAL("!="),
    /// Less.
    LESS("<"),
    /// Less or equal.
    LESS_EQUAL("<="),
    /// Greater.
    GREATER(">"),
    /// Greater or equal.
    GREATER_EQUAL(">="),
    /// Matches a regular expression from end to end.
    REGEX("=~"),
    /// Does not match a regular expression.
    NOT_REGEX("!~"),
    /// Sum.
    ADD("+"),
    /// Difference.
    SUBTRACT("-"),
    /// Product.
    MULTIPLY("*"),
    /// Quotient; of two whole numbers it truncates.
    DIVIDE("/"),
    /// Remainder.
    MODULO("%"),
    /// Power; associates to the right.
    POWER("^");

    private final String symbol;

    BinaryOperator(String symbol) {
        this.symbol = symbol;
    }

    /// Whether the operator takes and gives truth values.
    public boolean logical() {
        return this == AND || this == OR;
    }

    /// Whether the operator compares two values: `= != < <= > >= =~ !~`.
    public boolean comparison() {
        return compareTo(EQUAL) >= 0 && compareTo(NOT_REGEX) <= 0;
    }

    /// Whether the operator is one of `=~` and `!~`.
    public boolean regex() {
        return this == REGEX || this == NOT_REGEX;
    }

    /// Whether the operator is one of `+ - * / % ^`.
    public boolean arithmetic() {
        return compareTo(ADD) >= 0;
    }

    @Override
    public String toString() {
        return symbol;
    }
}
