package io.rubato.storage.scan;

import org.jspecify.annotations.Nullable;

/// One attribute of one type at one level, within one [SpanSource]. Safe for concurrent readers.
public interface Column {
    AttributeLevel level();

    /// The attribute's key; empty for [ValueType#RESIDUE].
    String key();

    ValueType type();

    /// The dictionary that all batches share, or null when each batch brings its own (see
    /// [Values#dictionary()]) or the type is not coded.
    @Nullable
    Dictionary dictionary();

    /// The batches that may hold one of the codes of [#dictionary()]; a superset.
    Bits batchesWith(Bits codes);

    /// The batches that may hold exactly this value of a coded type; of [ValueType#RESIDUE], an attribute with this
    /// key. A superset.
    Bits batchesWith(byte[] value);

    /// The batches that may have the attribute at all; a superset.
    Bits batches();

    /// The codes that occur in a batch, found without reading which rows have them; null when that takes reading rows,
    /// or the type is not coded.
    default @Nullable OccurringCodes occurring(int batch) {
        return null;
    }
}
