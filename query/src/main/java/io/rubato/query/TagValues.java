package io.rubato.query;

import java.util.List;

/// Values of an attribute.
///
/// @param values sorted by value, then type; without empty text
/// @param inspectedBytes bytes read to find them
public record TagValues(List<TagValue> values, long inspectedBytes) {}
