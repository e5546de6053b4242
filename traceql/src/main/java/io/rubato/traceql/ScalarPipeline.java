package io.rubato.traceql;

/// `(pipeline | aggregate)`: an aggregate over spans of its own, for example `({ status = error } | count())`.
///
/// @param source yields the spans
/// @param aggregate reduces them
public record ScalarPipeline(Pipeline source, Aggregate aggregate) implements ScalarExpression {
    @Override
    public ValueType type() {
        return aggregate.type();
    }

    @Override
    public String toString() {
        return "(" + source + " | " + aggregate + ')';
    }
}
