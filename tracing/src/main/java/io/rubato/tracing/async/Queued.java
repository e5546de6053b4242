package io.rubato.tracing.async;

import io.opentelemetry.context.Context;

/// A message on its way through a queue in this process, with the context that it was put there in.
///
/// @param context of whoever enqueued it
/// @param since when that was, by [System#nanoTime]
public record Queued<T>(T message, Context context, long since) {
    /// A message put on a queue now.
    public static <T> Queued<T> now(T message) {
        return new Queued<>(message, Context.current(), System.nanoTime());
    }
}
