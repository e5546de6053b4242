package io.rubato.storage.model;

import java.util.List;

/// Where a span comes from: its resource and its instrumentation scope, interned, so that thousands of
/// spans share one.
///
/// @param serviceName `service.name` of the resource; empty when it has none
public record Origin(
        String serviceName,
        List<Attribute> resourceAttributes,
        String resourceSchemaUrl,
        String scopeName,
        String scopeVersion,
        List<Attribute> scopeAttributes,
        String scopeSchemaUrl) {}
