package io.rubato.traceql;

/// `by(expression)`: one spanset for each value.
///
/// @param expression any type; it refers to the span
public record GroupBy(Expression expression) implements Stage {
    @Override
    public String toString() {
        return "by(" + expression + ')';
    }
}
