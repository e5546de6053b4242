package io.rubato.traceql;

import org.jspecify.annotations.Nullable;

/// An aggregate over the spans of a spanset; `toString()` is also the key answers use for it.
///
/// @param function the function
/// @param expression what is aggregated; null for, and only for, `count()`
public record Aggregate(
        AggregateFunction function, @Nullable Expression expression) implements ScalarExpression {

    /// Checks that there is an expression exactly when the function takes one.
    public Aggregate {
        if ((function == AggregateFunction.COUNT) != (expression == null)) {
            throw new IllegalArgumentException(function + " with expression " + expression);
        }
    }

    @Override
    public ValueType type() {
        return expression == null ? ValueType.INT : expression.type();
    }

    @Override
    public String toString() {
        return function + "(" + (expression == null ? "" : expression) + ')';
    }
}
