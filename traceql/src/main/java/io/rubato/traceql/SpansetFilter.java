package io.rubato.traceql;

/// `{ expression }`: the spans for which the expression holds. `{ }` is `{ true }`.
///
/// @param expression boolean, or an attribute that may turn out to be boolean
public record SpansetFilter(Expression expression) implements SpansetExpression {

    /// `{ }`: every span.
    public static final SpansetFilter ALL = new SpansetFilter(new Literal(new Static.Bool(true)));

    @Override
    public String toString() {
        return "{ " + expression + " }";
    }
}
