package io.rubato.traceql;

/// What a part of a query at the level of spansets turned out to be. The five things a `(` may open share their
/// beginnings, so a part is parsed first and judged after; that keeps parsing linear.
sealed interface Term {

    /// Spans.
    ///
    /// @param wrapped whether every operand stands in parentheses, as it must beside a pipeline
    /// @param piped whether an operand is a pipeline; then nothing may follow with `|`
    record Spans(SpansetExpression expression, boolean wrapped, boolean piped) implements Term {}

    /// A number from aggregates and constants.
    ///
    /// @param piped whether it consists of [ScalarPipeline]s
    record Scalar(ScalarExpression expression, boolean piped) implements Term {
        boolean constant() {
            return expression instanceof ScalarLiteral;
        }
    }

    /// A comparison of scalars.
    ///
    /// @param piped whether it compares [ScalarPipeline]s; then it is the whole query
    record Comparison(ScalarFilter filter, boolean piped) implements Term {}

    /// `by()`, `coalesce()` or `select()`.
    record Other(Stage stage) implements Term {}

    /// Two stages or more.
    record Piped(Pipeline pipeline) implements Term {}

    /// A pipeline that ends in an aggregate, before its closing parenthesis.
    record Reduced(ScalarPipeline pipeline) implements Term {}

    /// Time series.
    record Metrics(MetricsExpression expression) implements Term {}
}
