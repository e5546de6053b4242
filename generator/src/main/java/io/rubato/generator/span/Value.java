package io.rubato.generator.span;

import java.util.List;

/// An OTLP `AnyValue`.
public sealed interface Value {
    /// A value whose `oneof` is not set.
    record Empty() implements Value {}

    record Text(String value) implements Value {}

    record Flag(boolean value) implements Value {}

    record Whole(long value) implements Value {}

    /// Compared by bits, so that NaN equals itself and -0.0 differs from 0.0.
    record Real(double value) implements Value {}

    record Array(List<Value> values) implements Value {}

    record KeyValues(List<Attribute> values) implements Value {}

    /// Bytes, as lower-case hex.
    record Bytes(String hex) implements Value {}
}
