package io.rubato.traceql;

/// `field operator value`: one complete condition of an unfinished query.
///
/// @param field what is compared
/// @param operator a comparison
/// @param value the constant
public record Matcher(Field field, BinaryOperator operator, Static value) {}
