package io.rubato.storage.scan;

/// The type of a column's values. A key that occurs with several types has one column for each.
public enum ValueType {
    /// UTF-8 text; coded.
    STRING(true),
    /// 0 or 1, as longs.
    BOOL(false),
    /// 64-bit signed integers, as longs.
    INT(false),
    /// IEEE doubles, as the longs of [Double#doubleToRawLongBits(double)].
    DOUBLE(false),
    /// Raw bytes; coded.
    BYTES(true),
    /// A serialized OTLP `ArrayValue`; coded.
    ARRAY(true),
    /// A serialized OTLP `KeyValueList`; coded.
    KVLIST(true),
    /// An `AnyValue` in which nothing is set: only presence.
    EMPTY(false),
    /// Whole serialized OTLP `KeyValue`s of any key that has no column of its own: keys beyond the column limit, and
    /// the second and later values of a key repeated within one span. Coded; a row may have several.
    RESIDUE(true);

    private final boolean coded;

    ValueType(boolean coded) {
        this.coded = coded;
    }

    /// Whether values come as codes of a [Dictionary] rather than as longs.
    public boolean isCoded() {
        return coded;
    }
}
