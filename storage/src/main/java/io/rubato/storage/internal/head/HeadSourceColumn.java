package io.rubato.storage.internal.head;

import io.rubato.storage.internal.columns.ColumnId;
import io.rubato.storage.internal.columns.ResidueKey;
import io.rubato.storage.internal.columns.StoredColumn;
import io.rubato.storage.scan.AttributeLevel;
import io.rubato.storage.scan.Bits;
import io.rubato.storage.scan.Dictionary;
import io.rubato.storage.scan.ValueType;
import org.jspecify.annotations.Nullable;

/// A head's column as readers of one [HeadSource] see it.
final class HeadSourceColumn implements StoredColumn {
    /// A value used within so many rows is traced to its batches; beyond, every batch is a candidate.
    private static final int MAX_ROWS = 4096;

    private static final int MAX_CODES = 64;

    private final HeadSource source;
    private final AttributeLevel level;
    private final HeadColumn column;
    private final HeadDictionary.@Nullable View dictionary;

    HeadSourceColumn(HeadSource source, AttributeLevel level, HeadColumn column) {
        this.source = source;
        this.level = level;
        this.column = column;
        this.dictionary = column.type.isCoded() ? column.dictionary().view() : null;
    }

    HeadColumn column() {
        return column;
    }

    @Override
    public ColumnId id() {
        return column.id;
    }

    @Override
    public int number() {
        return column.number;
    }

    @Override
    public AttributeLevel level() {
        return level;
    }

    @Override
    public String key() {
        return column.id.key();
    }

    @Override
    public ValueType type() {
        return column.type;
    }

    @Override
    public @Nullable Dictionary dictionary() {
        return dictionary;
    }

    @Override
    public Bits batchesWith(Bits codes) {
        if (dictionary == null || codes.count() > MAX_CODES) {
            return batches();
        }
        Bits batches = new Bits(source.batches());
        for (int code = codes.next(0); code >= 0; code = codes.next(code + 1)) {
            int first = column.dictionary().firstRow(code);
            int last = Math.min(column.dictionary().lastRow(code), source.rows() - 1);
            if (last - first > MAX_ROWS) {
                return batches();
            }
            for (int row = first; row <= last; row++) {
                int trace = source.head().traceNumbers.get(row);
                if (trace != Head.DEAD) {
                    batches.set(source.batchOf(trace));
                }
            }
        }
        return batches;
    }

    @Override
    public Bits batchesWith(byte[] value) {
        if (dictionary == null) {
            return batches();
        }
        return batchesWith(
                id().isResidue()
                        ? dictionary.matching((bytes, offset, length) -> ResidueKey.is(value, bytes, offset, length))
                        : dictionary.equal(value));
    }

    @Override
    public Bits batches() {
        return Bits.all(source.batches());
    }
}
