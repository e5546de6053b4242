package io.rubato.storage.scan;

/// The fixed columns that hold codes; see [Batch#codes(CodedField)] and
/// [SpanSource#dictionary(CodedField)].
public enum CodedField {
    /// Span name; dictionary of text, shared by all batches of the source.
    NAME,
    /// OTLP `SpanKind` as its number (0 unspecified, 1 internal, 2 server, 3 client, 4 producer, 5
    /// consumer); numbers OTLP does not define are kept. No dictionary.
    KIND,
    /// OTLP `StatusCode` as its number (0 unset, 1 ok, 2 error). No dictionary.
    STATUS,
    /// Status message; dictionary of text.
    STATUS_MESSAGE,
    /// W3C trace state; dictionary of text.
    TRACE_STATE,
    /// Index into [SpanSource#origins()]. No dictionary.
    ORIGIN,
    /// Event name, one per event row; dictionary of text.
    EVENT_NAME
}
