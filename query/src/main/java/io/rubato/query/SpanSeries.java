package io.rubato.query;

/// The spans of one service that have the same name, kind and status.
///
/// @param kind OTLP's `SpanKind` as its number
/// @param status OTLP's `StatusCode` as its number
/// @param slice the part of the breakdown
/// @param bytes of the spans as OTLP; 0 if it was not asked for
/// @param exemplar one of them
public record SpanSeries(
        String service,
        String name,
        int kind,
        int status,
        Slice slice,
        Durations durations,
        long bytes,
        Exemplar exemplar) {}
