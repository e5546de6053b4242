package io.rubato.storage.model;

import java.util.List;

/// A value of an attribute: OTLP's `AnyValue` (opentelemetry/proto/common/v1/common.proto).
public sealed interface AttributeValue {
    record Text(String value) implements AttributeValue {}

    record Bool(boolean value) implements AttributeValue {}

    record Int(long value) implements AttributeValue {}

    record Real(double value) implements AttributeValue {}

    /// The array is the value's own; do not change it.
    @SuppressWarnings("ArrayRecordComponent")
    record Bytes(byte[] value) implements AttributeValue {}

    record Array(List<AttributeValue> values) implements AttributeValue {}

    record KeyValues(List<Attribute> values) implements AttributeValue {}

    /// An `AnyValue` in which nothing is set.
    record Empty() implements AttributeValue {}
}
