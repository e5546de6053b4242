package io.rubato.storage;

/// What a request and its spans may hold. A span over a limit is refused alone, its neighbours are kept; a
/// body over a limit is refused whole.
///
/// @param maxBodyBytes largest body after decompression, bytes
/// @param maxAttributes most attributes of one span, event or link
/// @param maxEvents most events, and most links, of one span
/// @param maxValueBytes longest name, key or single attribute value, bytes
/// @param maxColumns most attribute keys (a key with two types counts twice) that get a column of their
///     own, for each of spans, events and links of a block; attributes beyond it are kept and found, but
///     slower
public record IngestLimits(int maxBodyBytes, int maxAttributes, int maxEvents, int maxValueBytes, int maxColumns) {
    public static final IngestLimits DEFAULT = new IngestLimits(64 << 20, 10_000, 50_000, 4 << 20, 1000);

    /// For spans that were accepted once and are decoded again: they are never refused.
    public static final IngestLimits NONE = new IngestLimits(
            Integer.MAX_VALUE, Integer.MAX_VALUE, Integer.MAX_VALUE, Integer.MAX_VALUE, DEFAULT.maxColumns);
}
