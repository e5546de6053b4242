package io.rubato.generator.internal;

/// A trace that was drawn and comes again.
///
/// @param at when it started
/// @param start the same by the clock of its first instance
record Earlier(long idHigh, long idLow, Operation root, long at, long start, long lastEnd, int spans, int errors) {
    static Earlier of(Trace trace, Operation root, long at) {
        return new Earlier(trace.idHigh, trace.idLow, root, at, trace.start, trace.lastEnd, trace.spans, trace.errors);
    }
}
