package io.rubato.traceql;

/// An expression over one span: what stands inside `{ }`, `by( )` and aggregates.
///
/// Thread-safe: immutable. `toString()` parenthesises every operand that is itself an operation.
public sealed interface Expression permits Literal, Field, Unary, Binary {

    /// Static type; [ValueType#UNKNOWN] for an attribute and for arithmetic on one.
    ValueType type();
}
