package io.rubato.generator.internal;

import org.jspecify.annotations.Nullable;

/// The span being drawn. One object per depth of the trace, used again and again.
final class Visit {
    Trace trace;
    final Dice dice;

    @Nullable
    Operation operation;

    @Nullable
    Instance instance;

    int thread;
    long spanId;
    long parentId;
    boolean remoteParent;
    long start;
    long end;
    /// Nanoseconds of the span spent in the spans it called.
    long waited;
    boolean failed;
    /// Whether the failure began here rather than in a span it called.
    boolean origin;
    /// The HTTP status of the first span with one that this span called itself; 0 if there is none.
    int answered;
    /// The HTTP status this span answered or got; 0 if it has none.
    int status;

    Visit(Trace trace) {
        this.trace = trace;
        this.dice = trace.dice;
    }
}
