package io.rubato.generator.internal;

/// A kind of trace: its first span and how often it happens against the others of its system.
record Flow(Operation root, int weight) {}
