package io.rubato.examples.serving.worker;

/// What a prefill worker answers.
///
/// @param cache under which name the key-value cache waits to be fetched
/// @param bytes its size
/// @param queued nanoseconds in the queue
/// @param worked nanoseconds in the model
public record PrefillResult(String cache, int bytes, long queued, long worked) {}
