package io.rubato.traceql;

/// Something a span has: an attribute or an intrinsic. `toString()` is also the key answers use for it.
public sealed interface Field extends Expression permits AttributeRef, IntrinsicRef {}
