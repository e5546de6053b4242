package io.rubato.storage.internal.columns;

import io.rubato.storage.scan.ValueType;

/// OTLP fields that most spans, events or links leave unset. They are stored like attributes, so that a row
/// without them pays nothing. The order is the order in which a row's rare fields follow its attributes;
/// the codes are part of the block format.
public enum RareField {
    FLAGS(0, ValueType.INT),
    TRACE_STATE(1, ValueType.STRING),
    STATUS_MESSAGE(2, ValueType.STRING),
    DROPPED_ATTRIBUTES(3, ValueType.INT),
    DROPPED_EVENTS(4, ValueType.INT),
    DROPPED_LINKS(5, ValueType.INT),
    /// A span kind beyond the four bits of the fixed column.
    ODD_KIND(6, ValueType.INT),
    /// A status code beyond the four bits of the fixed column.
    ODD_STATUS(7, ValueType.INT),
    /// A status that is set but says nothing: it is told from an absent one.
    EMPTY_STATUS(8, ValueType.EMPTY),
    /// A link's trace id or span id of another length than OTLP's, or all zero.
    ODD_TRACE_ID(9, ValueType.BYTES),
    ODD_SPAN_ID(10, ValueType.BYTES),
    /// A parent span id of eight zero bytes: it is told from an absent one.
    ZERO_PARENT(11, ValueType.EMPTY),
    /// Fields that this version does not know, as they came, tags included.
    UNKNOWN(12, ValueType.BYTES);

    private static final RareField[] BY_CODE = values();

    private final int code;
    private final ValueType type;

    RareField(int code, ValueType type) {
        this.code = code;
        this.type = type;
    }

    /// The field's number in the block format.
    public int code() {
        return code;
    }

    /// The field with a number.
    ///
    /// @throws IllegalArgumentException for a number that no field has
    public static RareField of(int code) {
        if (code < 0 || code >= BY_CODE.length) {
            throw new IllegalArgumentException(
                    "rare field: " + code + " (expected: 0 to " + (BY_CODE.length - 1) + ")");
        }
        return BY_CODE[code];
    }

    public ValueType type() {
        return type;
    }
}
