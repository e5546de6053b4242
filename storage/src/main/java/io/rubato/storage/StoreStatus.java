package io.rubato.storage;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What a store holds and has done since it was opened. Times are Unix nanoseconds, sizes bytes.
///
/// @param readOnly why nothing is taken in at the moment, or null
/// @param oldestStart the start of the oldest stored span, or [Long#MAX_VALUE] when nothing is stored
/// @param newestStart the start of the newest stored span, or [Long#MIN_VALUE]
/// @param refused spans refused, by reason; requests refused whole count their spans where they are known,
///     else one
/// @param events counts of rare events by name: blocks damaged, log records damaged, spans lost and why
public record StoreStatus(
        @Nullable String readOnly,
        long spans,
        long traces,
        int blocks,
        long blockBytes,
        long headSpans,
        long headBytes,
        long walBytes,
        long oldestStart,
        long newestStart,
        long spansReceived,
        long bytesReceived,
        long duplicates,
        Map<String, Long> refused,
        Map<String, Long> events) {}
