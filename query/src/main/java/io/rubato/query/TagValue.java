package io.rubato.query;

/// One value of an attribute.
///
/// @param type `string`, `int`, `float`, `bool`, `duration` or `keyword`, as Tempo names them
public record TagValue(String type, String value) {}
