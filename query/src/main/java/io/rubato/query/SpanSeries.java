package io.rubato.query;

/// The spans of one service that have the same name, kind and status.
///
/// @param kind OTLP's `SpanKind` as its number
/// @param status OTLP's `StatusCode` as its number
/// @param exemplar one of them
public record SpanSeries(String service, String name, int kind, int status, Durations durations, Exemplar exemplar) {}
