package io.rubato.tracing;

/// What became of the spans, or of the log records, that were to be exported, since the start.
///
/// Each is counted once it is sampled and finished: `exported + failed + dropped + pending` is their number.
///
/// @param exported accepted by the backend
/// @param failed refused by the backend, or not deliverable for as long as retrying lasts
/// @param dropped not accepted into the full queue, or left over at the end
/// @param pending waiting or on their way
public record SignalCounters(long exported, long failed, long dropped, long pending) {}
