package io.rubato.storage.internal.manifest;

import io.rubato.storage.objects.ObjectKeys;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A block as the manifest knows it: enough to choose blocks for a query, to merge and to retire, without
/// opening one.
///
/// @param id the block's name
/// @param tenant whose spans; must be a part of an object key ([ObjectKeys])
/// @param level 0 for a block flushed from a head, one more than the highest input's for one made of other blocks
/// @param spans number of spans, dead ones included
/// @param traces number of traces, dead ones included, pieces of a trace in other blocks counted again
/// @param bytes size of the block's file
/// @param minStartNanos earliest start of a span, nanoseconds since 1970
/// @param maxEndNanos latest end of a span
/// @param maxTraceStartNanos latest start of a trace: what newest-first search orders blocks by
/// @param createdMillis when the block was made, milliseconds since 1970
/// @param newestMillis where the block's age counts from, milliseconds since 1970: the latest end of a span or the
///     latest arrival, whichever is earlier, so that no span makes a block younger than it is; of a block made of
///     others, the latest of theirs
/// @param formatVersion of the block's file
/// @param mergedFrom the blocks it took the place of, none for a flushed one
/// @param movedFrom blocks some of whose traces were moved here, directly or by way of others, and are dead there
/// @param walTo for a flushed block the log position at which its head stopped taking spans: every log record
///     before it that has spans of the block's traces is contained in blocks; 0 for blocks made of other blocks
/// @param vector which of its traces are dead, or null when none is
/// @param lostDead whether some of the dead traces are in no other block any more
public record BlockEntry(
        UUID id,
        String tenant,
        int level,
        long spans,
        long traces,
        long bytes,
        long minStartNanos,
        long maxEndNanos,
        long maxTraceStartNanos,
        long createdMillis,
        long newestMillis,
        int formatVersion,
        List<UUID> mergedFrom,
        List<UUID> movedFrom,
        long walTo,
        @Nullable VectorRef vector,
        boolean lostDead) {

    public BlockEntry {
        if (tenant.contains("/")) {
            throw new IllegalArgumentException("block %s has the tenant '%s', expected no slash".formatted(id, tenant));
        }
        ObjectKeys.requireKey(BlockKeys.data(tenant, id));
        requireNotNegative("level", level, id);
        requireNotNegative("spans", spans, id);
        requireNotNegative("traces", traces, id);
        requireNotNegative("bytes", bytes, id);
        requireNotNegative("walTo", walTo, id);
        if (vector != null && (vector.traces() > traces || vector.spans() > spans)) {
            throw new IllegalArgumentException("block %s of %d traces and %d spans has %d and %d dead ones"
                    .formatted(id, traces, spans, vector.traces(), vector.spans()));
        }
        mergedFrom = List.copyOf(mergedFrom);
        movedFrom = List.copyOf(movedFrom);
    }

    /// The same block with more of its traces dead.
    public BlockEntry withVector(VectorRef next) {
        if (vector != null
                && (next.version() <= vector.version()
                        || next.traces() < vector.traces()
                        || next.spans() < vector.spans())) {
            throw new IllegalArgumentException(
                    "block %s has the deletion vector %s, which %s does not contain".formatted(id, vector, next));
        }
        return with(next, lostDead);
    }

    /// The same block after dead traces of it have left the store.
    BlockEntry losingDead() {
        return vector == null ? this : with(vector, true);
    }

    private BlockEntry with(VectorRef otherVector, boolean lost) {
        return new BlockEntry(
                id,
                tenant,
                level,
                spans,
                traces,
                bytes,
                minStartNanos,
                maxEndNanos,
                maxTraceStartNanos,
                createdMillis,
                newestMillis,
                formatVersion,
                mergedFrom,
                movedFrom,
                walTo,
                otherVector,
                lost);
    }

    /// How many spans count here.
    public long liveSpans() {
        return spans - (vector == null ? 0 : vector.spans());
    }

    /// How many traces count here.
    public long liveTraces() {
        return traces - (vector == null ? 0 : vector.traces());
    }

    /// Where its file lies.
    public String dataKey() {
        return BlockKeys.data(tenant, id);
    }

    /// All objects that it needs.
    public List<String> keys() {
        VectorRef.Location vectors = vector == null ? null : vector.location();
        return vectors == null ? List.of(dataKey()) : List.of(dataKey(), vectors.key());
    }

    private static void requireNotNegative(String what, long value, UUID id) {
        if (value < 0) {
            throw new IllegalArgumentException("block %s has %s %d, expected 0 or more".formatted(id, what, value));
        }
    }
}
