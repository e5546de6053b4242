package io.rubato.storage.scan;

/// What is known of a batch without reading it. Times are Unix nanoseconds.
///
/// @param minStart the earliest span start
/// @param maxStart the latest span start
/// @param maxEnd the latest span end
/// @param maxTraceStart the latest start of a trace, which is the start of its earliest span: no trace of
///     the batch is newer
/// @param minDuration the shortest span duration, nanoseconds
/// @param maxDuration the longest span duration, nanoseconds
public record BatchStats(
        int spans,
        int traces,
        long minStart,
        long maxStart,
        long maxEnd,
        long maxTraceStart,
        long minDuration,
        long maxDuration) {}
