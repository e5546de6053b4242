package io.rubato.storage.internal.manifest;

import io.rubato.storage.objects.ObjectKeys;
import java.util.List;
import java.util.UUID;

/// A block as the manifest knows it: enough to choose blocks for a query, to merge and to retire, without
/// opening one.
///
/// @param id the block's name
/// @param tenant whose spans; must be a part of an object key ([ObjectKeys])
/// @param level 0 for a block sealed from a head, one more than the highest input's for a merged one
/// @param spans number of spans
/// @param traces number of traces, fragments of a trace in other blocks counted again
/// @param bytes size of the block's file
/// @param minStartNanos earliest start of a span, nanoseconds since 1970
/// @param maxEndNanos latest end of a span
/// @param maxTraceStartNanos latest start of a trace: what newest-first search orders blocks by
/// @param createdMillis when the block was made, milliseconds since 1970
/// @param formatVersion of the block's file
/// @param mergedFrom the blocks it took the place of, none for a sealed one
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
        int formatVersion,
        List<UUID> mergedFrom) {

    public BlockEntry {
        if (tenant.contains("/")) {
            throw new IllegalArgumentException("block %s has the tenant '%s', expected no slash".formatted(id, tenant));
        }
        ObjectKeys.requireKey(BlockKeys.data(tenant, id));
        requireNotNegative("level", level, id);
        requireNotNegative("spans", spans, id);
        requireNotNegative("traces", traces, id);
        requireNotNegative("bytes", bytes, id);
        mergedFrom = List.copyOf(mergedFrom);
    }

    /// Where its file lies.
    public String dataKey() {
        return BlockKeys.data(tenant, id);
    }

    private static void requireNotNegative(String what, long value, UUID id) {
        if (value < 0) {
            throw new IllegalArgumentException("block %s has %s %d, expected 0 or more".formatted(id, what, value));
        }
    }
}
