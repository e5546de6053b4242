package io.rubato.storage;

import io.rubato.storage.loop.LoopStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// What a store holds and has done since it was opened. Times are Unix nanoseconds, sizes bytes.
///
/// @param readOnly why nothing is taken in at the moment, or null
/// @param oldestStart the start of the oldest stored span, or [Long#MAX_VALUE] when nothing is stored
/// @param newestStart the start of the newest stored span, or [Long#MIN_VALUE]
/// @param heads what is not in blocks yet
/// @param pieces traces that lie in several places
/// @param health what somebody should look after
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
        Heads heads,
        Pieces pieces,
        Health health,
        Map<String, Long> refused,
        Map<String, Long> events) {

    /// The same with more to look after.
    public StoreStatus with(Health more) {
        return new StoreStatus(
                readOnly,
                spans,
                traces,
                blocks,
                blockBytes,
                headSpans,
                headBytes,
                walBytes,
                oldestStart,
                newestStart,
                spansReceived,
                bytesReceived,
                duplicates,
                heads,
                pieces,
                health.and(more),
                refused,
                events);
    }

    /// The heads: what holds spans until they are flushed to blocks.
    ///
    /// @param count how many there are
    /// @param bytesPerSpan memory of a span, 0 when there is none
    /// @param secondsHeld how many seconds of spans fit into them at the rate of the last minute, negative
    ///     when none arrived
    /// @param flushesForced how often one was flushed for want of memory while traces in it went on
    public record Heads(int count, double bytesPerSpan, double secondsHeld, long flushesForced) {
        public static final Heads NONE = new Heads(0, 0, -1, 0);
    }

    /// What somebody should look after.
    ///
    /// @param warnings one line each
    /// @param spansHeldBack spans that retention would delete if the clock is right, which is in doubt
    /// @param loops the threads that work in the background
    public record Health(List<String> warnings, long spansHeldBack, List<LoopStatus> loops) {
        public static final Health NONE = new Health(List.of(), 0, List.of());

        public Health {
            warnings = List.copyOf(warnings);
            loops = List.copyOf(loops);
        }

        /// Of several stores; loops that do the same are one.
        public Health and(Health other) {
            List<String> both = new ArrayList<>(warnings);
            both.addAll(other.warnings);
            Map<String, LoopStatus> byName = new TreeMap<>();
            loops.forEach(loop -> byName.merge(loop.name(), loop, LoopStatus::and));
            other.loops.forEach(loop -> byName.merge(loop.name(), loop, LoopStatus::and));
            return new Health(both, spansHeldBack + other.spansHeldBack, List.copyOf(byName.values()));
        }
    }

    /// Traces that arrived in pieces, and what it took to give each one place. Spans are counted since the store was
    /// opened.
    ///
    /// @param tracesWaiting traces in several blocks, which wait to be moved to one
    /// @param tracesInHeads traces in a head that have spans elsewhere
    /// @param oldestSeconds how long the longest of the former has waited
    /// @param spansFlushed spans written from heads to blocks
    /// @param spansMoved spans written again because their trace was moved
    /// @param spansMerged spans written again because blocks were merged
    public record Pieces(
            long tracesWaiting,
            long tracesInHeads,
            long oldestSeconds,
            long spansFlushed,
            long spansMoved,
            long spansMerged) {
        public static final Pieces NONE = new Pieces(0, 0, 0, 0, 0, 0);
    }
}
