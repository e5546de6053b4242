package io.rubato.traceql;

import java.util.List;
import java.util.stream.Collectors;

/// A parsed and validated query.
///
/// @param body a [Pipeline] (search) or a [MetricsExpression]
/// @param hints `with(...)` in the order written, unknown names included
public record Query(QueryBody body, List<Hint> hints) {

    /// Copies the list.
    public Query {
        hints = List.copyOf(hints);
    }

    @Override
    public String toString() {
        return hints.isEmpty()
                ? body.toString()
                : body + hints.stream().map(Hint::toString).collect(Collectors.joining(", ", " with(", ")"));
    }
}
