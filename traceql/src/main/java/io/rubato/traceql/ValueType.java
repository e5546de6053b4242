package io.rubato.traceql;

/// The static type of an expression.
public enum ValueType {
    /// Known only when a span is looked at: every attribute.
    UNKNOWN,
    /// `nil`.
    NIL,
    /// Whole number.
    INT,
    /// Floating-point number.
    FLOAT,
    /// Length of time.
    DURATION,
    /// Text.
    STRING,
    /// Truth value.
    BOOLEAN,
    /// Span status.
    STATUS,
    /// Span kind.
    KIND;

    /// Whether the type is a number; the three numeric types mix freely.
    public boolean numeric() {
        return this == INT || this == FLOAT || this == DURATION;
    }
}
