package io.rubato.storage.scan;

/// The fixed columns of a span that hold longs; see [Batch#longs(SpanField)].
public enum SpanField {
    /// Unix nanoseconds. OTLP's unsigned 64 bits as they are: beyond the year 2262 they read as negative.
    START,
    /// End minus start, nanoseconds; negative when the sender's end is before its start.
    DURATION,
    /// The 8 bytes, big-endian.
    SPAN_ID,
    /// The 8 bytes as sent, big-endian; 0 for a root.
    PARENT_ID
}
