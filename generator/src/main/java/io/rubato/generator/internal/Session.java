package io.rubato.generator.internal;

/// A trace whose root span stays open for long: what the root calls is drawn when its time comes.
///
/// @param root what the root span is of
/// @param instance where the root span runs
/// @param spanId of the root span
/// @param start of the root span
/// @param until when nothing more is called
record Session(Trace trace, Operation root, Instance instance, int thread, long spanId, long start, long until) {}
