package io.rubato.traceql;

/// One `name=value` of `with(...)`.
///
/// @param name identifier, known or not
/// @param value constant
public record Hint(String name, Static value) {
    @Override
    public String toString() {
        return name + '=' + value;
    }
}
