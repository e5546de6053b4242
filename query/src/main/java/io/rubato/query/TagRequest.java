package io.rubato.query;

import io.rubato.traceql.Matcher;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A question for attribute names.
///
/// @param scope the only scope asked for, or null for all
/// @param filter only names on spans that meet all of these; empty for no filter
/// @param startNanos, endNanos as in [SearchRequest], to the precision of batches where there is no filter
/// @param limit at most so many names in each scope, the first in order; 0 for no limit
public record TagRequest(@Nullable TagScope scope, List<Matcher> filter, long startNanos, long endNanos, int limit) {
    /// The scopes of TraceQL attributes.
    public enum TagScope {
        RESOURCE,
        SPAN,
        EVENT,
        LINK,
        INSTRUMENTATION
    }
}
