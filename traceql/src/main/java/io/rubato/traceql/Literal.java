package io.rubato.traceql;

/// A constant.
///
/// @param value the constant
public record Literal(Static value) implements Expression {
    @Override
    public ValueType type() {
        return value.type();
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
