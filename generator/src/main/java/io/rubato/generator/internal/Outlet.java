package io.rubato.generator.internal;

/// Takes the spans that are drawn, one after the other.
interface Outlet {
    /// How far the clock of an instance is ahead, in nanoseconds.
    long clock(Instance instance);

    /// Where a span that truly ends at `end` is written to, behind what is there; [#close] follows.
    ProtoBuffer open(Instance instance, int scope, long end);

    /// The span is written.
    void close();
}
