package io.rubato.storage.inspect;

import java.util.List;
import java.util.Map;

/// What a block file holds. Times are Unix nanoseconds, sizes bytes.
///
/// @param bytes the whole file
/// @param lateTraces traces that had spans in older blocks when this one was written
/// @param minStart the earliest span start, [Long#MAX_VALUE] when there is no span
/// @param maxEnd the latest span end, [Long#MIN_VALUE] when there is no span
/// @param footerBytes footer and magic at both ends
/// @param parts what the rest of the file is spent on, the largest first
public record BlockReport(
        String name,
        long bytes,
        int formatVersion,
        long spans,
        long traces,
        long events,
        long links,
        int lateTraces,
        long minStart,
        long maxEnd,
        int morsels,
        long footerBytes,
        List<Part> parts) {

    public BlockReport {
        parts = List.copyOf(parts);
    }

    /// What the bytes of a part are.
    public enum Kind {
        /// The values of a column, one chunk a morsel.
        COLUMN,
        /// The strings that a column's codes stand for, one dictionary for the block.
        DICTIONARY,
        /// What finds traces, or the morsels a value may be in.
        INDEX
    }

    /// A column, dictionary or index.
    ///
    /// @param level `span`, `event`, `link`, or `trace` for what belongs to none of them
    /// @param name of the field, or an attribute's key
    /// @param attribute whether it is an attribute
    /// @param type of its values
    /// @param values how many it holds, -1 where that is not known
    /// @param bytes its share of the file
    /// @param encodings how its chunks are encoded, and how many of them are
    public record Part(
            Kind kind,
            String level,
            String name,
            boolean attribute,
            String type,
            long values,
            long bytes,
            Map<String, Integer> encodings) {}
}
