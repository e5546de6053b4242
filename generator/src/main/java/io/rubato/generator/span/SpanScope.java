package io.rubato.generator.span;

import java.util.List;

/// The instrumentation scope of a span and the `schema_url` of its `ScopeSpans`.
public record SpanScope(
        String name, String version, List<Attribute> attributes, int droppedAttributes, String schemaUrl) {}
