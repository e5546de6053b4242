package io.rubato.storage.internal.block;

import io.rubato.storage.inspect.BlockReport;
import java.util.List;

/// A column, dictionary or index of a block, and where its chunks lie.
///
/// @param chunks one a morsel for a column, of which some may be [Section#NONE]; else one
record BlockPart(
        BlockReport.Kind kind,
        String level,
        String name,
        boolean attribute,
        String type,
        long values,
        ChunkForm form,
        List<Section> chunks) {

    /// What a chunk says first, which is what its encoding is read from.
    enum ChunkForm {
        INTS,
        LONGS,
        /// Ints after their number.
        COUNTED_INTS,
        /// Longs after their number.
        COUNTED_LONGS,
        /// A dictionary after the number of values.
        COUNTED_STRINGS,
        /// None of these.
        OTHER
    }

    long bytes() {
        return chunks.stream().mapToLong(Section::length).sum();
    }

    /// What to call it in a message.
    String title() {
        return level + " " + name + (kind == BlockReport.Kind.COLUMN ? "" : " " + type);
    }
}
