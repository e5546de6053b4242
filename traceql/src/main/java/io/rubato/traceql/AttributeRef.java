package io.rubato.traceql;

/// An attribute, for example `span.http.status_code` or `.foo`.
///
/// @param scope where to look
/// @param name key without scope and quotes, never empty
/// @param parent whether the parent span is meant instead of the span (`parent.span.foo`); then the scope is one of
///     [Scope#UNSCOPED], [Scope#SPAN] and [Scope#RESOURCE]
public record AttributeRef(Scope scope, String name, boolean parent) implements Field {

    /// An attribute of the span itself.
    public AttributeRef(Scope scope, String name) {
        this(scope, name, false);
    }

    @Override
    public ValueType type() {
        return ValueType.UNKNOWN;
    }

    @Override
    public String toString() {
        return Printer.attribute(this);
    }
}
