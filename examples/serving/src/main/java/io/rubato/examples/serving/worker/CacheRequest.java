package io.rubato.examples.serving.worker;

/// Asks a prefill worker for a key-value cache; it comes as data frames, and the worker forgets it.
public record CacheRequest(String id) {}
