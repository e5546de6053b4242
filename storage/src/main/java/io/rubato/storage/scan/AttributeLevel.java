package io.rubato.storage.scan;

/// Where an attribute column hangs. Resource and instrumentation scope attributes are not columns: they are
/// reached through [SpanSource#origins()].
public enum AttributeLevel {
    SPAN,
    EVENT,
    LINK
}
