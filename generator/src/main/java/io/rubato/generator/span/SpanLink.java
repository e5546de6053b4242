package io.rubato.generator.span;

import java.util.List;

/// A link of a span; ids in lower-case hex.
public record SpanLink(
        String traceId,
        String spanId,
        String traceState,
        List<Attribute> attributes,
        int droppedAttributes,
        int flags) {}
