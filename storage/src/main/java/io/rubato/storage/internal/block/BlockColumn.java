package io.rubato.storage.internal.block;

import io.rubato.storage.internal.columns.ColumnId;
import io.rubato.storage.internal.columns.ResidueKey;
import io.rubato.storage.internal.columns.StoredColumn;
import io.rubato.storage.internal.wire.Wire;
import io.rubato.storage.scan.AttributeLevel;
import io.rubato.storage.scan.Bits;
import io.rubato.storage.scan.Dictionary;
import io.rubato.storage.scan.OccurringCodes;
import io.rubato.storage.scan.ValueType;
import org.jspecify.annotations.Nullable;

/// An attribute column of a block.
record BlockColumn(BlockSource block, AttributeLevel level, int number, Footer.StoredAttribute stored)
        implements StoredColumn {
    @Override
    public ColumnId id() {
        return stored.id();
    }

    @Override
    public String key() {
        return stored.id().key();
    }

    @Override
    public ValueType type() {
        return stored.id().type();
    }

    @Override
    public @Nullable Dictionary dictionary() {
        return stored.isShared() ? block.sections().strings(stored.shared()) : null;
    }

    @Override
    public Bits batchesWith(Bits codes) {
        return stored.isShared() ? block.sections().occurrence(stored.shared()).morselsWith(codes) : batches();
    }

    @Override
    public Bits batchesWith(byte[] value) {
        if (stored.isShared()) {
            ByteStrings strings = block.sections().strings(stored.shared());
            return batchesWith(
                    id().isResidue()
                            ? strings.matching((bytes, offset, length) -> ResidueKey.is(value, bytes, offset, length))
                            : strings.equal(value));
        }
        return stored.index().isNone()
                ? batches()
                : block.sections().valueIndex(stored.index()).find(value, block.batches());
    }

    @Override
    public Bits batches() {
        Bits batches = new Bits(block.batches());
        Extent extent = stored.extent();
        for (int i = 0; i < extent.count(); i++) {
            if (extent.length(i) > 0) {
                batches.set(i);
            }
        }
        return batches;
    }

    @Override
    public @Nullable OccurringCodes occurring(int batch) {
        if (!type().isCoded()) {
            return null;
        }
        Section section = stored.extent().chunk(batch);
        if (section.isNone()) {
            return new OccurringCodes(ByteStrings.empty(), new Bits(0));
        }
        if (stored.isShared()) {
            return new OccurringCodes(
                    block.sections().strings(stored.shared()),
                    block.sections().occurrence(stored.shared()).codesIn(batch));
        }
        ByteStrings own = block.sections().decode(section, key(), BlockColumn::readDictionary);
        return new OccurringCodes(own, Bits.all(own.size()));
    }

    private static ByteStrings readDictionary(Wire wire) {
        Chunks.checkCount(wire.varint());
        return ByteStrings.read(wire, new Ints());
    }
}
