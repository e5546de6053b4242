package io.rubato.generator.span;

import java.util.List;

/// An event of a span.
public record SpanEvent(long timeNanos, String name, List<Attribute> attributes, int droppedAttributes) {}
