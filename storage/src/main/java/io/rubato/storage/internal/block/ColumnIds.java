package io.rubato.storage.internal.block;

import io.rubato.storage.internal.columns.ColumnId;
import java.util.concurrent.ConcurrentHashMap;

/// Column ids that all footers in memory share, for most blocks have the same columns. Safe for concurrent use.
final class ColumnIds {
    /// Keys beyond so many are not shared.
    private static final int MOST = 16_384;

    private static final ConcurrentHashMap<ColumnId, ColumnId> KNOWN = new ConcurrentHashMap<>();

    private ColumnIds() {}

    /// An equal id that others have, too, where there is one.
    static ColumnId shared(ColumnId id) {
        ColumnId known = KNOWN.get(id);
        if (known == null && KNOWN.size() < MOST) {
            known = KNOWN.putIfAbsent(id, id);
        }
        return known == null ? id : known;
    }
}
