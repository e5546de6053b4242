package io.rubato.traceql;

import java.util.List;

/// `select(field, ...)`: fields to return; it filters nothing.
///
/// @param fields at least one
public record Select(List<Field> fields) implements Stage {

    /// Copies the list.
    public Select {
        fields = List.copyOf(fields);
    }

    @Override
    public String toString() {
        return "select(" + Printer.fields(fields) + ')';
    }
}
