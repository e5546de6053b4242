package io.rubato.storage;

import io.rubato.storage.internal.block.GroupFilter;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;

/// How a store keeps spans. [#at(Path)] gives the defaults for a data directory.
///
/// @param walDirectory where the write-ahead log lies
/// @param blockDirectory where blocks and the manifest lie
/// @param wal the log
/// @param cut when spans in memory become a block
/// @param limits what a request may hold
/// @param memory how much memory may be used
/// @param retention when blocks go
/// @param merge how small blocks become larger ones
/// @param move when traces that lie in several blocks are moved to one
/// @param filters which blocks share a filter over the ids of their traces
/// @param clock the time, for ages and retention
public record StoreOptions(
        Path walDirectory,
        Path blockDirectory,
        Wal wal,
        Cut cut,
        IngestLimits limits,
        Memory memory,
        Retention retention,
        Merge merge,
        Move move,
        Filters filters,
        Clock clock) {

    /// @param fsync whether a request is acknowledged only when it is on disk
    /// @param segmentBytes size of a log file
    public record Wal(boolean fsync, long segmentBytes) {}

    /// When a head takes no more new traces: whichever comes first. It is flushed to a block once nearly all of its
    /// traces are idle, six times as long after it closed at the latest, or earlier when memory is short.
    ///
    /// @param maxSpans spans
    /// @param maxBytes bytes of request bodies
    /// @param maxAge since the first of them came
    /// @param traceIdle a trace that got no span within this time is idle
    /// @param checkPeriod how often retention and merging are looked at
    public record Cut(int maxSpans, long maxBytes, Duration maxAge, Duration traceIdle, Duration checkPeriod) {}

    /// @param maxHeadBytes memory of spans that are not yet in blocks; beyond it requests are refused
    /// @param cacheBytes memory of decoded dictionaries, indexes and often-read columns of blocks
    public record Memory(long maxHeadBytes, long cacheBytes) {}

    /// @param maxAge older blocks are deleted; zero for no limit
    /// @param maxBytes the oldest blocks are deleted while blocks are more than this; zero for no limit
    /// @param mergedFor how long the inputs of a merge are kept
    /// @param minFreeBytes below this much free disk nothing is taken in
    /// @param doubt how long to keep what is too old only because the wall clock went forward at once, unless it is
    ///     little; never longer than `maxAge`
    public record Retention(Duration maxAge, long maxBytes, Duration mergedFor, long minFreeBytes, Duration doubt) {
        /// Whatever the wall clock says counts at once.
        public Retention(Duration maxAge, long maxBytes, Duration mergedFor, long minFreeBytes) {
            this(maxAge, maxBytes, mergedFor, minFreeBytes, Duration.ZERO);
        }
    }

    /// @param window blocks that end within one window of this length are merged
    /// @param maxSpans largest merged block, spans
    /// @param maxTraces largest merged block, traces
    /// @param minBlocks so many small blocks of one window are merged at once
    public record Merge(Duration window, int maxSpans, int maxTraces, int minBlocks) {}

    /// When traces that lie in several blocks are moved to one: whichever comes first.
    ///
    /// @param minSpans so many spans wait
    /// @param maxWait since the last spans of one of the traces were flushed
    /// @param growing how long a trace without a root may still get spans; meanwhile it is moved in parts
    public record Move(long minSpans, Duration maxWait, Duration growing) {}

    /// Which blocks share a filter over the ids of their traces, besides the one that each has.
    ///
    /// @param blocks so many of the oldest that have none, 1 to 31
    /// @param newest so many of the newest stay without one, for they are the likeliest to be merged
    public record Filters(int blocks, int newest) {
        public Filters {
            if (blocks < 1 || blocks > GroupFilter.MAX_BLOCKS) {
                throw new IllegalArgumentException(
                        "filters.blocks: " + blocks + " (expected: 1 to " + GroupFilter.MAX_BLOCKS + ")");
            }
        }
    }

    /// The defaults, with log and blocks in `wal` and `blocks` below a directory.
    public static StoreOptions at(Path directory) {
        return new StoreOptions(
                directory.resolve("wal"),
                directory.resolve("blocks"),
                new Wal(true, 64 << 20),
                new Cut(500_000, 500_000_000, Duration.ofMinutes(30), Duration.ofSeconds(10), Duration.ofSeconds(10)),
                IngestLimits.DEFAULT,
                new Memory(
                        Runtime.getRuntime().maxMemory() / 2,
                        Runtime.getRuntime().maxMemory() / 8),
                new Retention(Duration.ofDays(14), 0, Duration.ofHours(1), 256L << 20, Duration.ofHours(6)),
                new Merge(Duration.ofHours(1), 500_000, 6_000_000, 4),
                new Move(64_000, Duration.ofSeconds(30), Duration.ofMinutes(10)),
                new Filters(GroupFilter.MAX_BLOCKS, 16),
                Clock.systemUTC());
    }

    public StoreOptions withCut(Cut other) {
        return new StoreOptions(
                walDirectory, blockDirectory, wal, other, limits, memory, retention, merge, move, filters, clock);
    }

    public StoreOptions withWal(Wal other) {
        return new StoreOptions(
                walDirectory, blockDirectory, other, cut, limits, memory, retention, merge, move, filters, clock);
    }

    public StoreOptions withMemory(Memory other) {
        return new StoreOptions(
                walDirectory, blockDirectory, wal, cut, limits, other, retention, merge, move, filters, clock);
    }

    public StoreOptions withLimits(IngestLimits other) {
        return new StoreOptions(
                walDirectory, blockDirectory, wal, cut, other, memory, retention, merge, move, filters, clock);
    }

    public StoreOptions withRetention(Retention other) {
        return new StoreOptions(
                walDirectory, blockDirectory, wal, cut, limits, memory, other, merge, move, filters, clock);
    }

    public StoreOptions withMerge(Merge other) {
        return new StoreOptions(
                walDirectory, blockDirectory, wal, cut, limits, memory, retention, other, move, filters, clock);
    }

    public StoreOptions withMove(Move other) {
        return new StoreOptions(
                walDirectory, blockDirectory, wal, cut, limits, memory, retention, merge, other, filters, clock);
    }

    public StoreOptions withClock(Clock other) {
        return new StoreOptions(
                walDirectory, blockDirectory, wal, cut, limits, memory, retention, merge, move, filters, other);
    }

    public StoreOptions withFilters(Filters other) {
        return new StoreOptions(
                walDirectory, blockDirectory, wal, cut, limits, memory, retention, merge, move, other, clock);
    }
}
