package io.rubato.storage.model;

/// One key with its value. Keys may repeat within a list; OTLP forbids it, senders do it.
public record Attribute(String key, AttributeValue value) {}
