package io.rubato.storage.internal.block;

import java.util.function.Supplier;
import java.util.function.ToLongFunction;

/// Decoded parts of blocks: footers, dictionaries and indexes on one side, columns of morsels on the other, so that a
/// scan of columns does not drive out what every look-up needs. Safe for concurrent use; a part that two threads want
/// at once may be decoded twice.
public final class SectionCache {
    /// A scan of more columns than there is room for would find none of them again if each came in.
    private static final int COLUMNS_ADMITTED = 16;

    private final RecentParts sections;
    private final RecentParts columns;

    /// @param budgetBytes how much memory decoded parts may hold, roughly
    public SectionCache(long budgetBytes) {
        this.sections = new RecentParts(budgetBytes / 2, 1);
        this.columns = new RecentParts(budgetBytes / 2, COLUMNS_ADMITTED);
    }

    /// The part of a type at an offset, decoded by `load` when it is not at hand.
    public <T> T get(Object block, Class<T> type, long offset, Supplier<T> load, ToLongFunction<T> size) {
        return sections.get(block, type, offset, load, size);
    }

    /// The same for the values of a column in a morsel.
    <T> T column(Object block, Class<T> type, long offset, Supplier<T> load, ToLongFunction<T> size) {
        return columns.get(block, type, offset, load, size);
    }

    /// Drops all parts of a block.
    public void forget(Object block) {
        sections.forget(block);
        columns.forget(block);
    }

    /// Bytes held, roughly.
    public long bytes() {
        return sections.bytes() + columns.bytes();
    }
}
