package io.rubato.server.internal.otlp;

/// How JSON shows what the mapping of proto3 leaves to choice.
enum JsonDialect {
    /// OTLP/JSON: ids in hex, enums as numbers.
    OTLP,
    /// The trace API, which follows the plain mapping of proto3: ids in base64, enums as names.
    TRACE_API
}
