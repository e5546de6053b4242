package io.rubato.generator.span;

import java.util.List;

/// What produced a span: `Resource` and the `schema_url` of its `ResourceSpans`.
public record SpanResource(
        List<Attribute> attributes, int droppedAttributes, List<EntityRef> entityRefs, String schemaUrl) {

    /// An OTLP `EntityRef`.
    public record EntityRef(String schemaUrl, String type, List<String> idKeys, List<String> descriptionKeys) {}
}
