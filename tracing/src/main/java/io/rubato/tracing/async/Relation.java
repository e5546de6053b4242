package io.rubato.tracing.async;

/// How the span of later work relates to the span it came from.
public enum Relation {
    /// A child, in the same trace: for work that somebody waits for.
    PARENT,
    /// The root of a trace of its own with a link: for work that may come much later, many times, or in batches.
    LINK
}
