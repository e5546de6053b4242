package io.rubato.storage.scan;

/// The type of a column's values. A key that occurs with several types has one column for each.
public enum ValueType {
    /// UTF-8 text; coded.
    STRING(0, true),
    /// 0 or 1, as longs.
    BOOL(1, false),
    /// 64-bit signed integers, as longs.
    INT(2, false),
    /// IEEE doubles, as the longs of [Double#doubleToRawLongBits(double)].
    DOUBLE(3, false),
    /// Raw bytes; coded.
    BYTES(4, true),
    /// A serialized OTLP `ArrayValue`; coded.
    ARRAY(5, true),
    /// A serialized OTLP `KeyValueList`; coded.
    KVLIST(6, true),
    /// An `AnyValue` in which nothing is set: only presence.
    EMPTY(7, false),
    /// Whole serialized OTLP `KeyValue`s of any key that has no column of its own: keys beyond the column
    /// limit, and the second and later values of a key repeated within one span. Coded; a row may have
    /// several.
    RESIDUE(8, true);

    private static final ValueType[] BY_CODE = values();

    private final int code;
    private final boolean coded;

    ValueType(int code, boolean coded) {
        this.code = code;
        this.coded = coded;
    }

    /// The type's number in the block format.
    public int code() {
        return code;
    }

    /// The type with a number.
    ///
    /// @throws IllegalArgumentException for a number that no type has
    public static ValueType of(int code) {
        if (code < 0 || code >= BY_CODE.length) {
            throw new IllegalArgumentException(
                    "value type: " + code + " (expected: 0 to " + (BY_CODE.length - 1) + ")");
        }
        return BY_CODE[code];
    }

    /// Whether values come as codes of a [Dictionary] rather than as longs.
    public boolean isCoded() {
        return coded;
    }
}
