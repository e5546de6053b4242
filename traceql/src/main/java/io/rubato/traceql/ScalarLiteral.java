package io.rubato.traceql;

/// A numeric constant, folded.
///
/// @param value int, float or duration
public record ScalarLiteral(Static value) implements ScalarExpression {
    @Override
    public ValueType type() {
        return value.type();
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
