package io.rubato.generator.span;

/// An OTLP `KeyValue`.
public record Attribute(String key, Value value) {}
