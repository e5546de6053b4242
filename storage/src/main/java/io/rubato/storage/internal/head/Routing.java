package io.rubato.storage.internal.head;

import org.jspecify.annotations.Nullable;

/// Chooses the head that takes a span. The answer for a trace must not change while one request is decoded.
@FunctionalInterface
public interface Routing {
    /// The head for spans of a trace, or null when the span is not wanted.
    ///
    /// @param traceHigh the upper half of the trace id, zero like the lower half when the span has no valid one
    @Nullable
    Head route(long traceHigh, long traceLow);
}
