package io.rubato.query;

import org.jspecify.annotations.Nullable;

/// A question for attribute names.
///
/// @param scope the only scope asked for, or null for all
/// @param limit at most so many names in each scope; 0 for no limit
public record TagRequest(@Nullable TagScope scope, long startNanos, long endNanos, int limit) {
    /// The scopes of TraceQL attributes.
    public enum TagScope {
        RESOURCE,
        SPAN,
        EVENT,
        LINK,
        INSTRUMENTATION
    }
}
