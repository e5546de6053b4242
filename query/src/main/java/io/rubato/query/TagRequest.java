package io.rubato.query;

import io.rubato.traceql.Expression;
import org.jspecify.annotations.Nullable;

/// A question for attribute names.
///
/// @param scope the only scope asked for, or null for all
/// @param filter only names on spans that meet this; true for no filter
/// @param startNanos, endNanos as in [SearchRequest]
/// @param limit at most so many names in each scope, the first in order; 0 for no limit
public record TagRequest(@Nullable TagScope scope, Expression filter, long startNanos, long endNanos, int limit) {
    /// The scopes of TraceQL attributes.
    public enum TagScope {
        RESOURCE,
        SPAN,
        EVENT,
        LINK,
        INSTRUMENTATION
    }
}
