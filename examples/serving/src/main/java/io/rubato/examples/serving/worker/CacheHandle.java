package io.rubato.examples.serving.worker;

import io.rubato.examples.serving.plane.Instance;

/// Names a key-value cache that a prefill worker keeps.
public record CacheHandle(Instance worker, String id) {}
